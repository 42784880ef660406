import type { Overlap } from '@/lib/domain/due-time'

/** What the fields for "when" hold: a clock reading and the place whose clock it is. */
export interface WhenValues {
  /** `YYYY-MM-DD`; null while nothing is picked. */
  date: string | null
  /** `HH:mm`; empty or partial while typing. */
  time: string
  timezone: string
  /** Which pass of an hour that clocks show twice; null until chosen, and whenever it does not matter. */
  overlap: Overlap | null
}
