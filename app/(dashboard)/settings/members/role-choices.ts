import type { Role } from '@/lib/domain/permissions'

/** The roles as forms offer them, the least first. */
export const ROLE_CHOICES: readonly { value: Role; label: string; description: string }[] = [
  { value: 'viewer', label: 'Viewer', description: 'Sees everything, changes nothing' },
  {
    value: 'deployer',
    label: 'Deployer',
    description: 'Also schedules, moves, cancels and retries deployments',
  },
  { value: 'admin', label: 'Admin', description: 'Also sets up cloud accounts, applications and members' },
]

/** The role that a form's text stands for. */
export function roleOf(text: string): Role | undefined {
  return ROLE_CHOICES.find(({ value }) => value === text)?.value
}
