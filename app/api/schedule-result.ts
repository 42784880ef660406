import { z } from 'zod'
import { DEPLOYMENT_STATUSES } from '@/lib/domain/deployment-status'
import { CATCH_UP_RULES, SKIP_CAUSES, UNFINISHED_RULES } from '@/lib/domain/occurrence-decision'
import { GAP_RULES, OVERLAP_RULES } from '@/lib/domain/occurrences'
import type { Recurrence } from '@/lib/domain/recurrence'
import { formatInZone } from '@/lib/domain/zone-format'
import type { ForeseenOccurrence, OccurrenceView, ScheduleView } from '@/lib/queries/schedule-views'
import { answerSchemas, instantText } from './schemas'

export const scheduleResult = z.object({
  id: z.uuid(),
  name: z.string(),
  state: z.enum(['active', 'paused', 'ended']),
  app: z.string().meta({ description: 'Slug.' }),
  environment: z.string().meta({ description: 'Slug.' }),
  image: z.string().nullable(),
  note: z.string().nullable(),
  recurrence: z.looseObject({ kind: z.string() }).meta({ description: 'As in the request.' }),
  words: z.string().meta({ description: 'The recurrence, for people.' }),
  timezone: z.string(),
  gap: z.enum(GAP_RULES),
  overlap: z.enum(OVERLAP_RULES),
  ends_on: z.string().nullable(),
  jitter_minutes: z.int(),
  start_deadline_minutes: z.int(),
  unfinished: z.enum(UNFINISHED_RULES),
  catch_up: z.enum(CATCH_UP_RULES),
  catch_up_minutes: z.int(),
  next_at: instantText.nullable().meta({ description: 'When the next one starts, jitter included.' }),
  paused_at: instantText.nullable(),
  paused_by: z.string().nullable(),
  pause_note: z.string().nullable(),
  created_at: instantText,
  created_by: z.string(),
})
answerSchemas.add(scheduleResult, { id: 'Schedule' })

export function toScheduleResult(view: ScheduleView): z.input<typeof scheduleResult> {
  const { id, name, state, image, note, words, timezone, gap, overlap, unfinished } = view
  return {
    ...{ id, name, state, image, note, words, timezone, gap, overlap, unfinished },
    app: view.application.slug,
    environment: view.environment.slug,
    recurrence: toRecurrenceResult(view.recurrence),
    ends_on: view.endsOn,
    jitter_minutes: view.jitterMinutes,
    start_deadline_minutes: view.startDeadlineMinutes,
    catch_up: view.catchUp,
    catch_up_minutes: view.catchUpMinutes,
    next_at: view.nextAt?.toISOString() ?? null,
    paused_at: view.pausedAt?.toISOString() ?? null,
    paused_by: view.pausedBy,
    pause_note: view.pauseNote,
    created_at: view.createdAt.toISOString(),
    created_by: view.createdBy,
  }
}

function toRecurrenceResult(recurrence: Recurrence) {
  if (recurrence.kind === 'monthly') {
    return { kind: recurrence.kind, month_day: recurrence.monthDay, time: recurrence.time }
  }
  if (recurrence.kind === 'rrule') {
    return { kind: recurrence.kind, rule: recurrence.rule, starts_at: recurrence.startsAt }
  }
  return recurrence
}

export const occurrenceResult = z.object({
  id: z.uuid(),
  due_at: instantText.meta({ description: 'Without jitter.' }),
  local_time: z.string().meta({ description: 'What the recurrence says.' }),
  state: z.enum(['made', 'skipped']),
  cause: z.enum(SKIP_CAUSES).nullable().meta({ description: 'Why it was skipped.' }),
  reason: z.string(),
  scheduled_deployment: z.uuid().nullable(),
  scheduled_deployment_status: z.enum(DEPLOYMENT_STATUSES).nullable(),
})
answerSchemas.add(occurrenceResult, { id: 'Occurrence' })

export function toOccurrenceResult(view: OccurrenceView): z.input<typeof occurrenceResult> {
  const { id, dueAt, localTime, cause, reason, deployment } = view
  return {
    ...{ id, due_at: dueAt.toISOString(), local_time: localTime, cause, reason },
    state: cause === null ? 'made' : 'skipped',
    scheduled_deployment: deployment?.id ?? null,
    scheduled_deployment_status: deployment?.status ?? null,
  }
}

export const foreseenResult = z.object({
  due_at: instantText,
  local_time: z.string(),
  words: z.string().meta({ description: 'What clocks show then, with the offset.' }),
  happens: z.boolean(),
  reason: z.string().nullable().meta({ description: 'Why nothing happens.' }),
  moved: z.boolean().meta({ description: 'Clocks skip its local time; it happens at the next that exists.' }),
})
answerSchemas.add(foreseenResult, { id: 'ForeseenOccurrence' })

export function toForeseenResult(view: ForeseenOccurrence, timezone: string): z.input<typeof foreseenResult> {
  const { dueAt, localTime, reason, isMoved } = view
  return {
    ...{ due_at: dueAt.toISOString(), local_time: localTime, words: formatInZone(dueAt, timezone), reason },
    ...{ happens: reason === null, moved: isMoved },
  }
}
