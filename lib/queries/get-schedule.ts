import { accept, type Result } from '@/lib/domain/result'
import { readSchedule } from '@/lib/postgres/schedules'
import { type NotFound, notFound } from '@/lib/use-cases/resource-refusals'
import { useCase } from '@/lib/use-cases/use-case'
import { type ScheduleView, toScheduleView } from './schedule-views'

export const getSchedule = useCase(
  'view',
  async ({ database }, input: { id: string }): Promise<Result<ScheduleView, NotFound>> => {
    const schedule = await readSchedule(database, input.id)
    return schedule === null ? notFound('schedule') : accept(toScheduleView(schedule))
  },
)
