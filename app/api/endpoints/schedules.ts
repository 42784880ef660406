import { z } from 'zod'
import { type Endpoint, endpoint, noBody, nothing } from '@/app/api/endpoint'
import { pageOfAll } from '@/app/api/page-of-all'
import {
  foreseenResult,
  occurrenceResult,
  scheduleResult,
  toForeseenResult,
  toOccurrenceResult,
  toScheduleResult,
} from '@/app/api/schedule-result'
import { createBody, previewBody, updateBody } from '@/app/api/schedule-settings'
import {
  deletedResult,
  idParams,
  optionalText,
  pageOf,
  pageQuery,
  requestSchemas,
  resultOf,
} from '@/app/api/schemas'
import type { Actor } from '@/lib/domain/actor'
import { accept, type Result } from '@/lib/domain/result'
import { getSchedule } from '@/lib/queries/get-schedule'
import { listOccurrences } from '@/lib/queries/list-occurrences'
import { listSchedules } from '@/lib/queries/list-schedules'
import { previewSchedule } from '@/lib/queries/preview-schedule'
import type { KnownRefusal } from '@/lib/refusal-words'
import type { Services } from '@/lib/services'
import { createSchedule } from '@/lib/use-cases/create-schedule'
import { deleteSchedule } from '@/lib/use-cases/delete-schedule'
import { pauseSchedule } from '@/lib/use-cases/pause-schedule'
import { resumeSchedule } from '@/lib/use-cases/resume-schedule'
import { skipNextOccurrence } from '@/lib/use-cases/skip-next-occurrence'
import { updateSchedule } from '@/lib/use-cases/update-schedule'

const tag = 'Schedules'
const collection = '/schedules'
const one = `${collection}/{id}`
const answer = resultOf(scheduleResult)
const timingCodes = ['never_happens', 'too_often'] as const

/** The schedule as a change left it. */
async function answerChanged(
  { services, actor }: { services: Services; actor: Actor },
  changed: Result<{ id: string }, KnownRefusal>,
): Promise<Result<z.input<typeof answer>, KnownRefusal>> {
  if (!changed.ok) return changed
  const found = await getSchedule(services, actor, { id: changed.value.id })
  return found.ok ? accept({ result: toScheduleResult(found.value) }) : found
}

/** Of the use case's input: `application` is `app` here. */
const pathInRequest = (path: string) => (path === 'application' ? 'app' : path)

const list = endpoint({
  ...{ method: 'GET', path: collection, permission: 'view', tag, status: 200, refusals: {} },
  summary: 'List schedules by name',
  ...{ params: nothing, query: pageQuery, body: noBody, answer: pageOf(scheduleResult) },
  async carryOut({ services, actor }, { query }) {
    const found = await listSchedules(services, actor, {})
    if (!found.ok) return found
    const page = pageOfAll(found.value.items, query)
    if (!page.ok) return page
    return accept({ result: page.value.items.map(toScheduleResult), next_cursor: page.value.nextCursor })
  },
})

const create = endpoint({
  example: {
    ...{ name: 'Nightly', app: 'web', environment: 'production', image: '1.4.2' },
    ...{ recurrence: { kind: 'weekdays', time: '18:30' }, timezone: 'Europe/Berlin' },
  },
  ...{ method: 'POST', path: collection, permission: 'deploy', tag, status: 201 },
  summary: 'Make a schedule, which makes deployments again and again',
  refusals: { 404: ['not_found'], 422: [...timingCodes, 'no_target'] },
  ...{ params: nothing, query: nothing, body: createBody, answer, pathInRequest },
  carryOut: async (context, { body }) =>
    answerChanged(context, await createSchedule(context.services, context.actor, body)),
})

const preview = endpoint({
  example: { recurrence: { kind: 'cron', expression: '30 2 * * *' }, timezone: 'Europe/Berlin' },
  ...{ method: 'POST', path: `${collection}/preview`, permission: 'view', tag, status: 200 },
  summary: 'Foresee the next ten instants of a recurrence, without making anything',
  refusals: { 422: timingCodes },
  ...{ params: nothing, query: nothing, body: previewBody },
  answer: z.object({ result: z.array(foreseenResult) }),
  async carryOut({ services, actor }, { body }) {
    const found = await previewSchedule(services, actor, body)
    if (!found.ok) return found
    return accept({ result: found.value.map((view) => toForeseenResult(view, body.timezone)) })
  },
})

const get = endpoint({
  ...{ method: 'GET', path: one, permission: 'view', tag, status: 200 },
  ...{ summary: 'Get a schedule', refusals: { 404: ['not_found'] } },
  ...{ params: idParams, query: nothing, body: noBody, answer },
  carryOut: (context, { params }) => answerChanged(context, accept(params)),
})

const update = endpoint({
  ...{ method: 'PATCH', path: one, permission: 'deploy', tag, status: 200 },
  summary: 'Change a schedule; what it had made ahead is made anew',
  refusals: { 404: ['not_found'], 422: [...timingCodes, 'no_target'] },
  ...{ params: idParams, query: nothing, body: updateBody, answer, pathInRequest },
  carryOut: async (context, { params, body }) =>
    answerChanged(context, await updateSchedule(context.services, context.actor, { ...body, ...params })),
})

const remove = endpoint({
  ...{ method: 'DELETE', path: one, permission: 'deploy', tag, status: 200 },
  summary: 'Delete a schedule; what it had made ahead is cancelled',
  refusals: { 404: ['not_found'] },
  ...{ params: idParams, query: nothing, body: noBody, answer: resultOf(deletedResult) },
  async carryOut({ services, actor }, { params }) {
    const removed = await deleteSchedule(services, actor, params)
    return removed.ok ? accept({ result: { id: params.id } }) : removed
  },
})

const pauseBody = z.strictObject({
  note: optionalText(500).meta({ description: 'Why, for whoever looks at it.' }),
})
requestSchemas.add(pauseBody, { id: 'SchedulePauseRequest' })

const pause = endpoint({
  example: { note: 'Until the migration is done.' },
  ...{ method: 'POST', path: `${one}/pause`, permission: 'deploy', tag, status: 200 },
  summary: 'Leave out the occurrences of a schedule until it is resumed',
  refusals: { 404: ['not_found'] },
  ...{ params: idParams, query: nothing, body: pauseBody, answer },
  carryOut: async (context, { params, body }) =>
    answerChanged(context, await pauseSchedule(context.services, context.actor, { ...params, ...body })),
})

const resume = endpoint({
  ...{ method: 'POST', path: `${one}/resume`, permission: 'deploy', tag, status: 200 },
  summary: 'Go on with the next occurrence of a schedule',
  refusals: { 404: ['not_found'] },
  ...{ params: idParams, query: nothing, body: noBody, answer },
  carryOut: async (context, { params }) =>
    answerChanged(context, await resumeSchedule(context.services, context.actor, params)),
})

const skipNext = endpoint({
  ...{ method: 'POST', path: `${one}/skip_next`, permission: 'deploy', tag, status: 200 },
  summary: 'Leave out the next occurrence of a schedule',
  refusals: { 404: ['not_found'], 409: ['nothing_to_skip'] },
  ...{ params: idParams, query: nothing, body: noBody, answer },
  carryOut: async (context, { params }) =>
    answerChanged(context, await skipNextOccurrence(context.services, context.actor, params)),
})

const occurrences = endpoint({
  ...{ method: 'GET', path: `${one}/occurrences`, permission: 'view', tag, status: 200 },
  summary: 'List what became of the occurrences of a schedule, newest first, and the next ten',
  refusals: { 404: ['not_found'] },
  ...{ params: idParams, query: pageQuery, body: noBody },
  answer: pageOf(occurrenceResult).extend({
    foreseen: z.array(foreseenResult).meta({ description: 'After those that were decided, soonest first.' }),
  }),
  async carryOut({ services, actor }, { params, query }) {
    const page = await listOccurrences(services, actor, { ...params, ...query })
    if (!page.ok) return page
    const schedule = await getSchedule(services, actor, params)
    if (!schedule.ok) return schedule
    const { items, nextCursor, foreseen } = page.value
    return accept({
      result: items.map(toOccurrenceResult),
      next_cursor: nextCursor,
      foreseen: foreseen.map((view) => toForeseenResult(view, schedule.value.timezone)),
    })
  },
})

export const scheduleEndpoints: readonly Endpoint[] = [
  ...[list, create, preview, get, update, remove],
  ...[pause, resume, skipNext, occurrences],
]
