import type { DeploymentStatus } from '@/lib/domain/deployment-status'

const WORDS: Record<DeploymentStatus, string> = {
  scheduled: 'Scheduled',
  awaiting_approval: 'Awaiting approval',
  waiting: 'Waiting',
  held: 'Held',
  running: 'Running',
  succeeded: 'Succeeded',
  failed: 'Failed',
  rolled_back: 'Rolled back',
  cancelled: 'Cancelled',
  missed: 'Missed',
  skipped: 'Skipped',
}

/** What people read for a deployment's state. */
export function statusWord(status: DeploymentStatus): string {
  return WORDS[status]
}
