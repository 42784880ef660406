import { accept, type Result } from '@/lib/domain/result'
import { listSchedules as allSchedules } from '@/lib/postgres/schedules'
import { useCase } from '@/lib/use-cases/use-case'
import { type ScheduleView, toScheduleView } from './schedule-views'

/** All of the team, by name. */
export const listSchedules = useCase(
  'view',
  async ({ database }, _input: object): Promise<Result<{ items: ScheduleView[] }, never>> =>
    accept({ items: (await allSchedules(database)).map(toScheduleView) }),
)
