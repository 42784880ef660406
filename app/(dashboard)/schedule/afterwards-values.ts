import type { Overlap } from '@/lib/domain/due-time'
import type { Afterwards } from '@/lib/domain/revert-decision'

/** What the fields for "afterwards" hold. The zone is that of the due time. */
export interface AfterwardsValues {
  kind: Afterwards['kind']
  /** `YYYY-MM-DD`; null while nothing is picked. */
  date: string | null
  /** `HH:mm`; empty or partial while typing. */
  time: string
  overlap: Overlap | null
  /** Minutes; the field holds a string while it is empty. */
  confirmMinutes: number | string
}

export const KEEP: AfterwardsValues = {
  kind: 'keep',
  date: null,
  time: '',
  overlap: null,
  confirmMinutes: 30,
}
