import { z } from 'zod'
import type { DueInput } from '@/lib/domain/due-decision'
import { optionalText, wholeNumber } from './schemas'

/** When, in one of three forms; see `dueOf`. */
export const dueFields = {
  year: wholeNumber(1970, 9999).optional(),
  month: wholeNumber(1, 12).optional().meta({ description: '1 is January.' }),
  day: wholeNumber(1, 31).optional(),
  hour: wholeNumber(0, 23).optional(),
  minute: wholeNumber(0, 59).optional(),
  at: z.string().trim().max(40).optional().meta({
    description:
      'Instead of year to minute: a local time with `timezone` (2027-03-14T02:30), or an instant with Z or an offset.',
  }),
  timezone: optionalText(60).meta({
    description: 'IANA name. May be left out only where `at` has Z or an offset; then it is UTC.',
  }),
  overlap: z.enum(['earlier', 'later']).nullish().meta({
    description: 'Which one is meant of a local time that clocks show twice.',
  }),
}

const shape = z.object(dueFields)
type DueFields = z.output<typeof shape>

/** Says what is wrong with which member. */
export type ReportIssue = (path: string, message: string) => void

const PARTS = ['year', 'month', 'day', 'hour', 'minute'] as const
const LOCAL = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(?::00(?:\.0+)?)?$/
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/i

/**
 * The due time that was given: as year, month, day, hour and minute, as a local `at`, or as an instant.
 * Null when none was. Reports what is missing or contradicts itself as issues of the body.
 */
export function dueOf(fields: DueFields, report: ReportIssue): DueInput | null {
  const given = PARTS.filter((part) => fields[part] !== undefined)
  if (fields.at !== undefined) {
    if (given.length > 0) report('at', 'can’t be given together with year, month, day, hour or minute')
    return dueAt(fields.at, fields, report)
  }
  if (given.length === 0) return null
  for (const part of PARTS) if (fields[part] === undefined) report(part, 'is required')
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = fields
  const date = [String(year).padStart(4, '0'), twoDigits(month), twoDigits(day)].join('-')
  return localDue(`${date}T${twoDigits(hour)}:${twoDigits(minute)}`, fields, report)
}

/** The due time of a text: a local time, where the zone is given beside it, or an instant. Null: reported. */
export function dueAt(
  at: string,
  fields: Pick<DueFields, 'timezone' | 'overlap'>,
  report: ReportIssue,
): DueInput | null {
  const local = LOCAL.exec(at)?.[1]
  if (local !== undefined) return localDue(local, fields, report)
  const instant = INSTANT.test(at) ? new Date(at) : null
  if (instant !== null && !Number.isNaN(instant.getTime())) {
    return { kind: 'instant', at: instant, timezone: fields.timezone ?? 'UTC' }
  }
  report('at', 'must look like 2027-03-14T02:30 (with timezone) or 2027-03-14T02:30:00Z')
  return null
}

function localDue(
  local: string,
  { timezone, overlap }: Pick<DueFields, 'timezone' | 'overlap'>,
  report: ReportIssue,
): DueInput | null {
  if (timezone === null) {
    report('timezone', 'is required')
    return null
  }
  return { kind: 'local', local, timezone, overlap: overlap ?? null }
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0')
}
