import { Cron } from 'croner'
import { RRuleTemporal } from 'rrule-temporal'
import { assertNever } from '@/lib/domain/assert-never'
import { isKnownTimezone } from '@/lib/domain/due-time'
import { localOfWall, type WallMs, wallOfLocal } from '@/lib/domain/local-minute'
import type { Recurrence, RecurrenceRefusal } from '@/lib/domain/recurrence'
import { accept, type Result, refuse } from '@/lib/domain/result'
import { compactUtc, parseRRule, type RRuleLines } from '@/lib/domain/rrule-lines'

/** The local times of a recurrence, one after the other. */
export interface LocalTimes {
  /** The first one after `wall`; null: there is no more. */
  after(wall: WallMs): WallMs | null
}

/** What looks for a date that never comes ends here: half a century of days. */
const MOST_STEPS = 20_000
const LONG_AGO = '1990-01-01'

/**
 * Expands a recurrence in *floating* local time: the libraries only see UTC, which has no gaps and no
 * overlaps, so that what clocks do there is decided in one place (lib/domain/occurrences.ts).
 * `timezone` is only for instants within the rule.
 */
export function localTimesOf(
  recurrence: Recurrence,
  timezone: string,
): Result<LocalTimes, RecurrenceRefusal> {
  if (!isKnownTimezone(timezone)) {
    return invalid('timezone', `“${timezone}” is not a time zone that Shipclock knows.`)
  }
  switch (recurrence.kind) {
    case 'daily':
      return preset('FREQ=DAILY', recurrence.time)
    case 'weekdays':
      return preset('FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', recurrence.time)
    case 'weekly':
      return preset(`FREQ=WEEKLY;BYDAY=${recurrence.days.join(',')}`, recurrence.time)
    case 'monthly':
      return preset(`FREQ=MONTHLY;BYMONTHDAY=${recurrence.monthDay}`, recurrence.time)
    case 'last_weekday_of_month':
      return preset('FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', recurrence.time)
    case 'rrule':
      return fromRRule(recurrence.rule, recurrence.startsAt, timezone)
    case 'cron':
      return fromCron(recurrence.expression)
    default:
      return assertNever(recurrence)
  }
}

function preset(rule: string, time: string): Result<LocalTimes, RecurrenceRefusal> {
  return expand({ rule, exceptDays: [], exceptMinutes: [] }, `${LONG_AGO}T${time}`)
}

function fromRRule(text: string, startsAt: string, timezone: string): Result<LocalTimes, RecurrenceRefusal> {
  if (wallOfLocal(startsAt) === null) {
    return invalid('startsAt', `“${startsAt}” is not a date and time that exists.`)
  }
  const lines = parseRRule(text, timezone)
  return lines.ok ? expand(lines.value, startsAt) : invalid('rule', lines.refusal.message)
}

function expand(lines: RRuleLines, startsAt: string): Result<LocalTimes, RecurrenceRefusal> {
  const rruleString = `DTSTART:${compactUtc(startsAt)}\nRRULE:${lines.rule}`
  const isExcepted = exceptions(lines)
  try {
    const rule = new RRuleTemporal({
      ...{ rruleString, strict: true, temporal: asText, maxIterations: MOST_STEPS },
    })
    return accept({
      after(wall) {
        for (let from = wall; ; ) {
          const found = rule.next(new Date(from))
          if (found === null) return null
          from = Date.parse(`${found.toString().slice(0, 16)}Z`)
          if (!isExcepted(from)) return from
        }
      },
    })
  } catch (error) {
    return invalid('rule', error instanceof Error ? `${error.message}.` : 'This is not an RRULE.')
  }
}

function exceptions({ exceptDays, exceptMinutes }: RRuleLines): (wall: WallMs) => boolean {
  const days = new Set(exceptDays)
  const minutes = new Set(exceptMinutes)
  return (wall) => {
    const local = localOfWall(wall)
    return minutes.has(local) || days.has(local.slice(0, 10))
  }
}

/** The library makes its answers with this; only their text is used. */
const asText = {
  ZonedDateTime: { from: (text: string) => ({ timeZoneId: 'UTC', toString: () => text }) },
}

function fromCron(expression: string): Result<LocalTimes, RecurrenceRefusal> {
  if (expression.trim().split(/\s+/).length !== 5) {
    const fields = 'minute, hour, day of month, month and day of week'
    return invalid('expression', `A cron expression has five fields here: ${fields}.`)
  }
  try {
    const cron = new Cron(expression, { timezone: 'UTC', mode: '5-part' })
    return accept({ after: (wall) => cron.nextRun(new Date(wall))?.getTime() ?? null })
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^CronPattern: /, '') : 'invalid'
    return invalid('expression', `${why}.`)
  }
}

function invalid(path: RecurrenceRefusal['path'], message: string) {
  return refuse({ kind: 'invalid_recurrence', path, message } satisfies RecurrenceRefusal)
}
