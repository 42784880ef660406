import { z } from 'zod'

/** As RFC 5545 names them, Monday first. */
export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const
export type Weekday = (typeof WEEKDAYS)[number]

const LONGEST_RULE = 2_000
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day, such as 18:30')

/**
 * When something happens again and again, as clocks on a wall show it: no zone is part of it. `time` is
 * `HH:mm`. A `monthDay` beyond a month's end leaves that month out; −1 is the last day.
 */
export const recurrenceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('daily'), time: timeOfDay }),
  z.strictObject({ kind: z.literal('weekdays'), time: timeOfDay }),
  z.strictObject({
    kind: z.literal('weekly'),
    days: z.array(z.enum(WEEKDAYS)).min(1, 'needs at least one day').max(7),
    time: timeOfDay,
  }),
  z.strictObject({
    kind: z.literal('monthly'),
    monthDay: z.union([z.int().min(1).max(31), z.literal(-1)]),
    time: timeOfDay,
  }),
  z.strictObject({ kind: z.literal('last_weekday_of_month'), time: timeOfDay }),
  z.strictObject({
    kind: z.literal('rrule'),
    /** The value of an RRULE, or the lines `RRULE:…` and `EXDATE:…`. */
    rule: z.string().trim().min(1, 'is required').max(LONGEST_RULE),
    /** RFC 5545's DTSTART, `YYYY-MM-DDTHH:mm`: gives the time of day and what INTERVAL counts from. */
    startsAt: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, 'must look like 2027-03-01T18:30'),
  }),
  z.strictObject({
    kind: z.literal('cron'),
    /** Five fields: minute, hour, day of month, month, day of week. */
    expression: z.string().trim().min(1, 'is required').max(200),
  }),
])

export type Recurrence = z.output<typeof recurrenceSchema>

/** `path` is the part of the recurrence that is at fault; `message` a sentence for whoever wrote it. */
export interface RecurrenceRefusal {
  kind: 'invalid_recurrence'
  path: 'rule' | 'startsAt' | 'expression' | 'timezone' | ''
  message: string
}
