import type { Result } from '@/lib/domain/result'
import { checkTiming, type ScheduleTiming, type TimingRefusal } from '@/lib/domain/schedule-times'
import { useCase } from '@/lib/use-cases/use-case'
import { foresee } from './foresee'
import type { ForeseenOccurrence } from './schedule-views'

const SHOWN = 10

/** What a schedule would do next, before it is saved. */
export const previewSchedule = useCase(
  'view',
  async ({ database }, timing: ScheduleTiming): Promise<Result<ForeseenOccurrence[], TimingRefusal>> => {
    const now = await database.now()
    const checked = checkTiming(timing, now)
    return checked.ok ? foresee(timing, now, SHOWN) : checked
  },
)
