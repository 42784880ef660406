import { assertNever } from '@/lib/domain/assert-never'
import { listWords } from '@/lib/domain/list-words'
import type { Recurrence, Weekday } from '@/lib/domain/recurrence'

const DAYS: Record<Weekday, string> = {
  MO: 'Monday',
  TU: 'Tuesday',
  WE: 'Wednesday',
  TH: 'Thursday',
  FR: 'Friday',
  SA: 'Saturday',
  SU: 'Sunday',
}

/** `every weekday at 18:30`: a recurrence as people say it; RRULE and cron as they were written. */
export function recurrenceWords(recurrence: Recurrence): string {
  switch (recurrence.kind) {
    case 'daily':
      return `every day at ${recurrence.time}`
    case 'weekdays':
      return `every weekday at ${recurrence.time}`
    case 'weekly':
      return `every ${listWords(recurrence.days.map((day) => DAYS[day]))} at ${recurrence.time}`
    case 'monthly':
      return recurrence.monthDay === -1
        ? `on the last day of every month at ${recurrence.time}`
        : `on day ${recurrence.monthDay} of every month at ${recurrence.time}`
    case 'last_weekday_of_month':
      return `on the last weekday of every month at ${recurrence.time}`
    case 'rrule':
      return `${recurrence.rule.split(/\s+/).join(' ')}, from ${recurrence.startsAt.replace('T', ' ')}`
    case 'cron':
      return `cron ${recurrence.expression}`
    default:
      return assertNever(recurrence)
  }
}
