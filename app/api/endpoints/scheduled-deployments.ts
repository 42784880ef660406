import { z } from 'zod'
import { answerChanged, answerDeployment, answerDeployments } from '@/app/api/deployment-answers'
import { deploymentResult } from '@/app/api/deployment-result'
import { type Endpoint, endpoint, noBody, nothing } from '@/app/api/endpoint'
import { finishPlanResult, toFinishPlanResult } from '@/app/api/finish-plan-result'
import { moveResult, toMoveResult } from '@/app/api/move-result'
import { rescheduleBody } from '@/app/api/reschedule-body'
import { pathInSchedule, scheduleBody } from '@/app/api/schedule-body'
import {
  idParams,
  instant,
  pageOf,
  pageQuery,
  requestSchemas,
  requiredText,
  resultOf,
} from '@/app/api/schemas'
import { timelineEntryResult, toTimelineEntryResult } from '@/app/api/timeline-result'
import { DEPLOYMENT_STATUSES } from '@/lib/domain/deployment-status'
import { accept } from '@/lib/domain/result'
import { getTimeline } from '@/lib/queries/get-timeline'
import { listDeployments } from '@/lib/queries/list-deployments'
import { cancelDeployment } from '@/lib/use-cases/cancel-deployment'
import { confirmDeployment } from '@/lib/use-cases/confirm-deployment'
import { dismissDeployment } from '@/lib/use-cases/dismiss-deployment'
import { overrideFreeze } from '@/lib/use-cases/override-freeze'
import { rescheduleDeployment } from '@/lib/use-cases/reschedule-deployment'
import { retryDeployment } from '@/lib/use-cases/retry-deployment'
import { revertDeployment } from '@/lib/use-cases/revert-deployment'
import { runDeploymentNow } from '@/lib/use-cases/run-deployment-now'
import { scheduleDeployment } from '@/lib/use-cases/schedule-deployment'

const tag = 'Scheduled deployments'
const collection = '/scheduled_deployments'
const one = `${collection}/{id}`
const answer = resultOf(deploymentResult)

const dueCodes = [
  'time_in_past',
  'time_in_gap',
  'time_ambiguous',
  'time_too_far',
  'unknown_timezone',
] as const
const dependencyCodes = ['dependency_in_past', 'dependency_due_later'] as const

const overrideBody = z.strictObject({ reason: requiredText(200) })
requestSchemas.add(overrideBody, { id: 'OverrideRequest' })

const statuses = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .pipe(z.array(z.enum(DEPLOYMENT_STATUSES)))

const listQuery = z.strictObject({
  ...pageQuery.shape,
  status: statuses
    .optional()
    .meta({ description: `One or more, joined by commas: ${DEPLOYMENT_STATUSES.join(', ')}.` }),
  app: z.string().max(200).optional().meta({ description: 'Id or slug.' }),
  environment: z.string().max(200).optional().meta({ description: 'Id or slug.' }),
  from: instant.optional().meta({ description: 'Due at or after this instant.' }),
  to: instant.optional().meta({ description: 'Due before this instant.' }),
  search: z
    .string()
    .max(200)
    .optional()
    .meta({ description: 'Part of the application’s name, the image or the note.' }),
  order: z.enum(['due_ascending', 'due_descending']).default('due_descending'),
})

const list = endpoint({
  ...{ method: 'GET', path: collection, permission: 'view', tag, status: 200 },
  summary: 'List deployments by due time',
  refusals: {},
  ...{ params: nothing, query: listQuery, body: noBody, answer: pageOf(deploymentResult) },
  async carryOut(context, { query: { app, status, ...query } }) {
    const filter = { ...query, ...(app && { application: app }), ...(status && { statuses: status }) }
    const page = await listDeployments(context.services, context.actor, filter)
    return page.ok ? answerDeployments(context, page.value) : page
  },
})

const schedule = endpoint({
  example: {
    ...{ app: 'web', environment: 'production', image: '1.4.2' },
    ...{ year: 2027, month: 3, day: 9, hour: 15, minute: 0, timezone: 'America/New_York' },
    dependencies: [{ app: 'api', image: '1.4.2', lead_minutes: 15 }],
  },
  ...{ method: 'POST', path: collection, permission: 'deploy', tag, status: 201 },
  summary: 'Schedule a deployment, and with it those that must go first',
  refusals: {
    404: ['not_found'],
    409: ['dependency_ended'],
    422: [
      ...dueCodes,
      ...dependencyCodes,
      'freeze_conflict',
      'dependency_cycle',
      'dependency_conflict',
      'too_many_dependencies',
      'no_target',
      'revert_not_after',
      'finish_too_early',
    ],
  },
  ...{ params: nothing, query: nothing, body: scheduleBody, pathInRequest: pathInSchedule },
  answer: answer.extend({
    plan: finishPlanResult.optional().meta({ description: 'Only where `finish_by` was given.' }),
  }),
  async carryOut(context, { body }) {
    const scheduled = await scheduleDeployment(context.services, context.actor, body)
    if (!scheduled.ok) return scheduled
    const { id, plan } = scheduled.value
    const answered = await answerDeployment(context, id)
    if (!answered.ok || plan === null) return answered
    return accept({ ...answered.value, plan: toFinishPlanResult(plan) })
  },
})

const get = endpoint({
  ...{ method: 'GET', path: one, permission: 'view', tag, status: 200 },
  summary: 'Get a deployment',
  refusals: { 404: ['not_found'] },
  ...{ params: idParams, query: nothing, body: noBody, answer },
  carryOut: (context, { params }) => answerDeployment(context, params.id),
})

const reschedule = endpoint({
  example: { at: '2027-03-09T16:00', timezone: 'America/New_York' },
  ...{ method: 'PATCH', path: one, permission: 'deploy', tag, status: 200 },
  summary: 'Change when, what or why, before it starts, or see what that would move',
  refusals: {
    404: ['not_found'],
    409: ['too_late', 'already_finished', 'after_dependent', 'dependency_ended'],
    422: [...dueCodes, 'dependency_in_past', 'revert_not_after', 'freeze_conflict'],
  },
  ...{ params: idParams, query: nothing, body: rescheduleBody, pathInRequest: pathInSchedule },
  answer: answer.extend({ moves: z.array(moveResult) }),
  async carryOut(context, { params, body }) {
    const changed = await rescheduleDeployment(context.services, context.actor, { ...body, id: params.id })
    if (!changed.ok) return changed
    const answered = await answerDeployment(context, params.id)
    if (!answered.ok) return answered
    return accept({ ...answered.value, moves: changed.value.moves.map(toMoveResult) })
  },
})

const cancel = endpoint({
  ...{ method: 'DELETE', path: one, permission: 'deploy', tag, status: 200 },
  summary: 'Cancel a deployment, or stop its rollout and roll back',
  refusals: { 404: ['not_found'], 409: ['too_late', 'already_finished'] },
  params: idParams,
  query: z.strictObject({
    stop_running: z.stringbool().default(false).meta({
      description: 'Stop it although it has just started. Otherwise that is answered with too_late.',
    }),
  }),
  ...{ body: noBody, answer },
  async carryOut(context, { params, query }) {
    const input = { id: params.id, stopRunning: query.stop_running }
    return answerChanged(context, await cancelDeployment(context.services, context.actor, input))
  },
})

const runNow = endpoint({
  ...{ method: 'POST', path: `${one}/run_now`, permission: 'deploy', tag, status: 200 },
  summary: 'Make a deployment due now, also one that was missed',
  refusals: {
    404: ['not_found'],
    409: ['too_late', 'already_finished', 'dependency_ended'],
    422: ['revert_not_after'],
  },
  params: idParams,
  query: z.strictObject({
    with_skipped: z.stringbool().default(false).meta({
      description: 'Bring back what was skipped because of it, too.',
    }),
  }),
  ...{ body: noBody, answer },
  async carryOut(context, { params, query }) {
    const input = { id: params.id, withSkipped: query.with_skipped }
    return answerChanged(context, await runDeploymentNow(context.services, context.actor, input))
  },
})

const dismiss = endpoint({
  ...{ method: 'POST', path: `${one}/dismiss`, permission: 'deploy', tag, status: 200 },
  summary: 'Take what was missed or started late off the list of what needs attention',
  refusals: { 404: ['not_found'], 409: ['nothing_to_dismiss'] },
  ...{ params: idParams, query: nothing, body: noBody, answer },
  async carryOut(context, { params }) {
    return answerChanged(context, await dismissDeployment(context.services, context.actor, params))
  },
})

const overriding = endpoint({
  ...{ method: 'POST', path: `${one}/override_freeze`, permission: 'administer', tag, status: 200 },
  summary: 'Let a deployment through freezes, until it is given another time',
  refusals: { 404: ['not_found'], 409: ['too_late', 'already_finished'] },
  example: { reason: 'Fixes the checkout' },
  ...{ params: idParams, query: nothing, body: overrideBody, answer },
  async carryOut(context, { params, body }) {
    return answerChanged(
      context,
      await overrideFreeze(context.services, context.actor, { ...params, ...body }),
    )
  },
})

const retry = endpoint({
  ...{ method: 'POST', path: `${one}/retry`, permission: 'deploy', tag, status: 200 },
  summary: 'Start another run of a deployment that failed or was rolled back',
  refusals: { 404: ['not_found'], 409: ['not_retryable', 'target_busy'], 422: ['freeze_conflict'] },
  ...{ params: idParams, query: nothing, body: noBody, answer },
  async carryOut(context, { params }) {
    return answerChanged(context, await retryDeployment(context.services, context.actor, params))
  },
})

const revert = endpoint({
  ...{ method: 'POST', path: `${one}/revert`, permission: 'deploy', tag, status: 200 },
  summary: 'Bring back, now, what ran before a deployment that succeeded; answers the revert',
  refusals: { 404: ['not_found'], 409: ['not_revertable', 'revert_under_way', 'already_reverted'] },
  ...{ params: idParams, query: nothing, body: noBody, answer },
  async carryOut(context, { params }) {
    return answerChanged(context, await revertDeployment(context.services, context.actor, params))
  },
})

const confirm = endpoint({
  ...{ method: 'POST', path: `${one}/confirm`, permission: 'deploy', tag, status: 200 },
  summary: 'Confirm a deployment that would be reverted otherwise',
  refusals: { 404: ['not_found'], 409: ['nothing_to_confirm', 'revert_under_way'] },
  ...{ params: idParams, query: nothing, body: noBody, answer },
  async carryOut(context, { params }) {
    return answerChanged(context, await confirmDeployment(context.services, context.actor, params))
  },
})

const events = endpoint({
  ...{ method: 'GET', path: `${one}/events`, permission: 'view', tag, status: 200 },
  summary: 'List what happened to a deployment, oldest first',
  refusals: { 404: ['not_found'] },
  ...{ params: idParams, query: pageQuery, body: noBody, answer: pageOf(timelineEntryResult) },
  async carryOut({ services, actor }, { params, query }) {
    const page = await getTimeline(services, actor, { ...params, ...query })
    if (!page.ok) return page
    return accept({ result: page.value.items.map(toTimelineEntryResult), next_cursor: page.value.nextCursor })
  },
})

export const scheduledDeploymentEndpoints: readonly Endpoint[] = [
  list,
  schedule,
  get,
  reschedule,
  cancel,
  runNow,
  dismiss,
  overriding,
  retry,
  revert,
  confirm,
  events,
]
