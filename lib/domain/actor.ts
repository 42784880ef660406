import type { Role } from './permissions'
import type { TeamId } from './team'

/** On whose behalf a use case runs. Made only in `lib/auth` and at the worker's start. */
export interface Actor {
  teamId: TeamId
  /** Null for the worker. */
  userId: string | null
  role: Role
  /** Written on timelines: a person's name, `Ada (token ci)`, `worker`. */
  label: string
}
