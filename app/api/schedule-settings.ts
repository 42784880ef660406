import { z } from 'zod'
import { CATCH_UP_RULES, UNFINISHED_RULES } from '@/lib/domain/occurrence-decision'
import { GAP_RULES, OVERLAP_RULES } from '@/lib/domain/occurrences'
import { WEEKDAYS } from '@/lib/domain/recurrence'
import { image, note } from './schedule-body'
import { optionalText, requestSchemas, requiredText, wholeNumber } from './schemas'

const NAME = 200
const DAY = 24 * 60

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day, such as 18:30')

/** One of the forms of lib/domain/recurrence.ts, in the names of the API. */
const recurrenceBody = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('daily'), time }),
    z.strictObject({ kind: z.literal('weekdays'), time }),
    z.strictObject({ kind: z.literal('weekly'), days: z.array(z.enum(WEEKDAYS)).min(1).max(7), time }),
    z.strictObject({
      kind: z.literal('monthly'),
      month_day: z.union([z.int().min(1).max(31), z.literal(-1)]).meta({ description: '-1: the last day.' }),
      time,
    }),
    z.strictObject({ kind: z.literal('last_weekday_of_month'), time }),
    z.strictObject({
      kind: z.literal('rrule'),
      rule: requiredText(2_000).meta({ description: 'RFC 5545: an RRULE, and EXDATE lines.' }),
      starts_at: z
        .string()
        .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, 'must look like 2027-03-01T18:30')
        .meta({ description: 'DTSTART, as local time.' }),
    }),
    z.strictObject({
      kind: z.literal('cron'),
      expression: requiredText(200).meta({ description: 'Five fields.' }),
    }),
  ])
  .transform((body) => {
    if (body.kind === 'monthly') return { kind: body.kind, monthDay: body.month_day, time: body.time }
    if (body.kind === 'rrule') return { kind: body.kind, rule: body.rule, startsAt: body.starts_at }
    return body
  })

const timing = {
  recurrence: recurrenceBody,
  timezone: requiredText(60).meta({ description: 'IANA name.' }),
  gap: z.enum(GAP_RULES).meta({ description: 'Of a local time that clocks skip. skip unless given.' }),
  overlap: z
    .enum(OVERLAP_RULES)
    .meta({ description: 'Of a local time that clocks show twice. first unless given.' }),
  ends_on: z.iso.date().nullable().meta({ description: 'The last local day.' }),
  jitter_minutes: wholeNumber(0, 60).meta({ description: 'Each up to as much later. 0 unless given.' }),
}

const settings = z.strictObject({
  name: requiredText(100),
  app: requiredText(NAME).meta({ description: 'Id or slug of the application.' }),
  environment: optionalText(NAME).meta({
    description: 'Id or slug. May be left out when the application runs in one environment.',
  }),
  ...timing,
  image,
  note,
  start_deadline_minutes: wholeNumber(1, 30 * DAY),
  unfinished: z.enum(UNFINISHED_RULES).meta({
    description: 'What becomes of one when the one before has not ended. skip unless given.',
  }),
  catch_up: z.enum(CATCH_UP_RULES).meta({
    description: 'Which are made up for that passed while no worker was there. none unless given.',
  }),
  catch_up_minutes: wholeNumber(1, 30 * DAY).meta({
    description: 'With catch_up all: how long after its time one still is. 60 unless given.',
  }),
})

type Settings = z.output<typeof settings>

const { gap, overlap, ends_on, jitter_minutes } = settings.shape
const timingDefaults = {
  gap: gap.default('skip'),
  overlap: overlap.default('first'),
  ends_on: ends_on.default(null),
  jitter_minutes: jitter_minutes.default(0),
}

/** What `POST /schedules` takes. */
export const createBody = settings
  .extend({
    ...timingDefaults,
    start_deadline_minutes: settings.shape.start_deadline_minutes.default(60),
    unfinished: settings.shape.unfinished.default('skip'),
    catch_up: settings.shape.catch_up.default('none'),
    catch_up_minutes: settings.shape.catch_up_minutes.default(60),
  })
  .transform(toInput)
requestSchemas.add(createBody, { id: 'ScheduleSettingsRequest' })

/** What `PATCH /schedules/{id}` takes: what is left out stays as it is. */
export const updateBody = settings.partial().transform((body) => {
  const { environment, image, note, ...input } = toInput(body)
  // An optional text that is left out reads as null, which here would take it away.
  return {
    ...input,
    ...(environment && { environment }),
    ...(body.image !== undefined && { image }),
    ...(body.note !== undefined && { note }),
  }
})
requestSchemas.add(updateBody, { id: 'ScheduleSettingsChange' })

/** What `POST /schedules/preview` takes. */
export const previewBody = z.strictObject({ ...timing, ...timingDefaults }).transform((body) => ({
  ...{ recurrence: body.recurrence, timezone: body.timezone, gap: body.gap, overlap: body.overlap },
  endsOn: body.ends_on,
  jitterMinutes: body.jitter_minutes,
}))
requestSchemas.add(previewBody, { id: 'SchedulePreviewRequest' })

function toInput<Body extends Partial<Settings>>(body: Body) {
  const { app, ends_on, jitter_minutes, start_deadline_minutes, catch_up, catch_up_minutes, ...same } = body
  return {
    ...same,
    application: app as Body['app'],
    endsOn: ends_on as Body['ends_on'],
    jitterMinutes: jitter_minutes as Body['jitter_minutes'],
    startDeadlineMinutes: start_deadline_minutes as Body['start_deadline_minutes'],
    catchUp: catch_up as Body['catch_up'],
    catchUpMinutes: catch_up_minutes as Body['catch_up_minutes'],
  }
}
