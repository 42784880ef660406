import { localTimeAt } from '@/lib/domain/due-time'
import { durationWords } from '@/lib/domain/duration-words'
import { listWords } from '@/lib/domain/list-words'
import { placeName } from '@/lib/domain/time-zones'
import { zoneOffsetMs } from '@/lib/domain/zone-clock'
import { type ClockStyle, formatClock, formatLongDate, formatZoneMark } from '@/lib/domain/zone-format'

export interface PlanToDescribe extends ClockStyle {
  steps: { label: string; dueAt: Date }[]
  /** In which the time was chosen. */
  timezone: string
  /** In which the reader lives. */
  viewerTimezone: string
  now: Date
}

/** Steps that are due at the same instant, and what clocks and calendars in one zone show then. */
interface Moment {
  at: Date
  labels: string[]
  clock: string
  date: string
}

/**
 * What will happen when, before somebody submits it: `API at 14:45, then Web at 15:00, Tuesday 3 March
 * 2026, in New York; in your zone 20:45 and 21:00; in 3 h 12 min.`
 *
 * Dates stand at each step when the steps fall on several days; the reader's date only where it is
 * another one; offsets where clocks change between the steps or show one of the times twice. The
 * reader's zone is left out where its clocks show the same.
 */
export function describePlan(plan: PlanToDescribe): string {
  const planned = momentsIn(plan.timezone, plan)
  const [first] = planned
  if (!first) return ''
  const parts = [`${plannedWords(planned)}, in ${placeName(plan.timezone)}`]
  const seen = momentsIn(plan.viewerTimezone, plan)
  if (!seen.every(({ clock, date }, i) => clock === planned[i]?.clock && date === planned[i]?.date)) {
    parts.push(`in your zone ${seenWords(seen, planned)}`)
  }
  const untilFirst = first.at.getTime() - plan.now.getTime()
  parts.push(untilFirst > 0 ? `in ${durationWords(untilFirst)}` : 'now')
  return `${parts.join('; ')}.`
}

function plannedWords(moments: readonly Moment[]): string {
  const isOneDay = isSameDate(moments)
  const steps = moments.map(({ labels, clock, date }) => {
    return `${listWords(labels)} at ${clock}${isOneDay ? '' : ` on ${date}`}`
  })
  return `${steps.join(', then ')}${isOneDay ? `, ${moments[0]?.date}` : ''}`
}

function seenWords(moments: readonly Moment[], planned: readonly Moment[]): string {
  const clocks = moments.map(({ clock }) => clock)
  if (moments.every(({ date }, i) => date === planned[i]?.date)) return listWords(clocks)
  if (isSameDate(moments)) return `${listWords(clocks)} on ${moments[0]?.date}`
  return listWords(moments.map(({ clock, date }) => `${clock} on ${date}`))
}

function isSameDate(moments: readonly Moment[]): boolean {
  return moments.every(({ date }) => date === moments[0]?.date)
}

function momentsIn(timezone: string, { steps, hour12 }: PlanToDescribe): Moment[] {
  const instants = [...new Set(steps.map(({ dueAt }) => dueAt.getTime()))].sort((a, b) => a - b)
  const offsets = new Set(instants.map((at) => zoneOffsetMs(timezone, at)))
  const isUnclear =
    offsets.size > 1 || instants.some((at) => localTimeAt(new Date(at), timezone).overlap !== null)
  return instants.map((epochMs) => {
    const at = new Date(epochMs)
    const clock = formatClock(at, timezone, hour12 === undefined ? {} : { hour12 })
    return {
      at,
      labels: steps.filter(({ dueAt }) => dueAt.getTime() === epochMs).map(({ label }) => label),
      clock: isUnclear ? `${clock} ${formatZoneMark(at, timezone)}` : clock,
      date: formatLongDate(at, timezone),
    }
  })
}
