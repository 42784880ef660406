import type { DeploymentStatus } from '@/lib/domain/deployment-status'

export type Tone = 'quiet' | 'accent' | 'active' | 'attention' | 'good' | 'bad' | 'reverted'

/** The colour of a state, by what it asks of whoever sees it; `tone.module.css` says which it is. */
export const STATUS_TONES: Record<DeploymentStatus, Tone> = {
  scheduled: 'accent',
  awaiting_approval: 'attention',
  waiting: 'attention',
  held: 'attention',
  running: 'active',
  succeeded: 'good',
  failed: 'bad',
  rolled_back: 'reverted',
  cancelled: 'quiet',
  missed: 'bad',
  skipped: 'quiet',
}
