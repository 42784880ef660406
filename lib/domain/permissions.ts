/** What a member of a team is; each may do all that the one before may. */
export const ROLES = ['viewer', 'deployer', 'admin'] as const
export type Role = (typeof ROLES)[number]

/**
 * view: see everything of the team. deploy: schedule, move, cancel, retry deployments.
 * administer: cloud accounts, environments, applications, members, tokens.
 */
export type Permission = 'view' | 'deploy' | 'administer'

const PERMISSIONS: Record<Role, readonly Permission[]> = {
  viewer: ['view'],
  deployer: ['view', 'deploy'],
  admin: ['view', 'deploy', 'administer'],
}

export function may(role: Role, permission: Permission): boolean {
  return PERMISSIONS[role].includes(permission)
}
