import type { ScheduleStart } from '@/app/(dashboard)/schedule/form-values'
import { isKnownTimezone } from '@/lib/domain/due-time'

export type SearchParams = Record<string, string | string[] | undefined>

/** The parts of an address that open the form and say what it starts with. */
const PARTS = ['schedule', 'app', 'date', 'time', 'zone'] as const

/** What an address asks the form to start with; null when it does not ask for the form at all. */
export function readScheduleStart(params: SearchParams): ScheduleStart | null {
  if (params.schedule !== '1') return null
  const { app, date, time, zone } = params
  return {
    application: typeof app === 'string' ? app : null,
    date: typeof date === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(date) ? date : null,
    time: typeof time === 'string' && /^\d{2}:\d{2}$/.test(time) ? time : null,
    timezone: typeof zone === 'string' && isKnownTimezone(zone) ? zone : null,
  }
}

/** The address's query with the form open on it. */
export function withSchedule(query: string, start: Partial<ScheduleStart>): string {
  const params = new URLSearchParams(withoutSchedule(query))
  params.set('schedule', '1')
  if (start.application) params.set('app', start.application)
  if (start.date) params.set('date', start.date)
  if (start.time) params.set('time', start.time)
  if (start.timezone) params.set('zone', start.timezone)
  return params.toString()
}

/** The address's query as it is behind the form. */
export function withoutSchedule(query: string): string {
  const params = new URLSearchParams(query)
  if (params.get('schedule') !== '1') return params.toString()
  for (const part of PARTS) params.delete(part)
  return params.toString()
}
