import { END_INVARIANTS } from './ends'
import type { Invariant } from './invariant'
import { PENDING_INVARIANTS } from './pending'
import { REVERT_INVARIANTS } from './reverts'
import { RUN_INVARIANTS } from './runs'
import { SCHEDULE_INVARIANTS } from './schedules'
import { START_INVARIANTS } from './starts'
import { TIMELINE_INVARIANTS } from './timelines'
import { WAKE_UP_INVARIANTS } from './wake-ups'

/** All that `shipclock verify` looks at, in the order of a deployment's life. */
export const INVARIANTS: readonly Invariant[] = [
  ...SCHEDULE_INVARIANTS,
  ...PENDING_INVARIANTS,
  ...START_INVARIANTS,
  ...RUN_INVARIANTS,
  ...END_INVARIANTS,
  ...REVERT_INVARIANTS,
  ...TIMELINE_INVARIANTS,
  ...WAKE_UP_INVARIANTS,
]
