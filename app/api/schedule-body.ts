import { z } from 'zod'
import type { DueInput } from '@/lib/domain/due-decision'
import { type EdgeRule, LATE_ACTIONS } from '@/lib/domain/edge-rule'
import { MAX_DEPENDENCIES } from '@/lib/domain/merged-plan'
import type { ScheduleDeploymentInput } from '@/lib/use-cases/schedule-deployment'
import type { DependencyInput } from '@/lib/use-cases/target-planner'
import { afterwardsFields, afterwardsOf } from './afterwards-fields'
import { dueFields, dueOf, type ReportIssue } from './due-fields'
import { optionalText, requestSchemas, requiredText, wholeNumber } from './schemas'

const MAX_LEAD_MINUTES = 30 * 24 * 60
const NAME = 200
const IMAGE = 600

export const startDeadlineMinutes = wholeNumber(1, 30 * 24 * 60)
  .nullish()
  .meta({
    description: 'How long after its due time it may still start. Unless given: the environment’s, or 60.',
  })

export const image = optionalText(IMAGE).meta({
  description: 'A tag, a digest or a full reference; empty or null deploys what runs at start anew.',
})

export const note = optionalText(2000)

export const hold = z.boolean().default(false).meta({
  description:
    'Where a freeze is open then: hold it until that ends, and count its start deadline from there. Otherwise that is refused.',
})

const leadMinutes = wholeNumber(0, MAX_LEAD_MINUTES).nullish()

const dependencyBody = z.strictObject({
  app: optionalText(NAME).meta({ description: 'Id or slug of an application to deploy first.' }),
  environment: optionalText(NAME),
  image,
  deployment: z.uuid().nullish().meta({ description: 'Instead of `app`: a deployment that exists already.' }),
  lead_minutes: leadMinutes.meta({ description: 'How long before. 15 unless given; 0 with `deployment`.' }),
  delay_minutes: leadMinutes.meta({
    description:
      'Instead of `lead_minutes`: due this long after it has succeeded, and not before its own due time.',
  }),
  when_late: z.enum(LATE_ACTIONS).default('wait').meta({
    description:
      'What to do when it has not succeeded in time: wait until the start deadline, skip, or fail (`missed`).',
  }),
  late_after_minutes: leadMinutes.meta({
    description: 'When that is: so long after the due time of what waits. 0 unless given.',
  }),
  get dependencies() {
    return z.array(dependencyBody).max(MAX_DEPENDENCIES).nullish()
  },
})
requestSchemas.add(dependencyBody, { id: 'DependencyRequest' })

type DependencyBody = z.output<typeof dependencyBody>

const fields = z.strictObject({
  app: requiredText(NAME).meta({ description: 'Id or slug of the application.' }),
  environment: optionalText(NAME).meta({
    description: 'Id or slug. May be left out when the application runs in one environment.',
  }),
  ...dueFields,
  finish_by: z.string().trim().max(40).optional().meta({
    description:
      'Instead of `at`, and in its forms: by when all must be done. When what starts is computed from what runs took.',
  }),
  image,
  dependency: optionalText(NAME).meta({
    description: 'Id or slug of one application to deploy 15 minutes before. Short for `dependencies`.',
  }),
  dependencies: z.array(dependencyBody).max(MAX_DEPENDENCIES).nullish(),
  start_deadline_minutes: startDeadlineMinutes,
  ...afterwardsFields,
  note,
  hold,
})

/** What `POST /scheduled_deployments` takes, as the use case's input. */
export const scheduleBody = fields.transform((body, context): ScheduleDeploymentInput => {
  const report: ReportIssue = (path, message) =>
    context.addIssue({ code: 'custom', path: path.split('.'), message })
  const isFinish = body.finish_by !== undefined
  const due = isFinish ? finishOf(body, report) : dueOf(body, report)
  if (due === null && context.issues.length === 0) {
    report('at', 'is required, or year, month, day, hour and minute, or finish_by')
  }
  const dependencies = dependenciesOf(body, report)
  const afterwards = afterwardsOf(body, report)
  if (due === null || context.issues.length > 0) return z.NEVER
  return {
    application: body.app,
    environment: body.environment,
    image: body.image,
    due,
    isFinish,
    dependencies,
    startDeadlineMinutes: body.start_deadline_minutes ?? null,
    note: body.note,
    requestKey: null,
    afterwards,
    hold: body.hold,
  }
})
requestSchemas.add(scheduleBody, { id: 'ScheduleRequest' })

/** The time by which all must be done: the forms of `at`, under its own name. */
function finishOf(body: z.output<typeof fields>, report: ReportIssue): DueInput | null {
  const { finish_by: at, timezone, overlap } = body
  if (['at', 'year', 'month', 'day', 'hour', 'minute'].some((part) => Object.hasOwn(body, part))) {
    report('finish_by', 'can’t be given together with at, year, month, day, hour or minute')
  }
  return dueOf({ at, timezone, overlap }, (path, message) =>
    report(path === 'at' ? 'finish_by' : path, message),
  )
}

function dependenciesOf(body: z.output<typeof fields>, report: ReportIssue): DependencyInput[] {
  const application = body.dependency
  if (application !== null) {
    if (body.dependencies) report('dependency', 'can’t be given together with dependencies')
    return [{ kind: 'new', application, environment: null, image: null, leadMinutes: null, dependencies: [] }]
  }
  return (body.dependencies ?? []).map((item, index) =>
    dependencyInput(item, `dependencies.${index}`, report),
  )
}

function dependencyInput(body: DependencyBody, path: string, report: ReportIssue): DependencyInput {
  const leadMinutes = body.lead_minutes ?? null
  const rule = edgeRule(body, path, report)
  if (body.deployment) {
    if (body.app !== null) report(`${path}.deployment`, 'can’t be given together with app')
    return { kind: 'existing', deploymentId: body.deployment, leadMinutes, rule }
  }
  if (body.app === null) report(`${path}.app`, 'is required, or deployment')
  return {
    kind: 'new',
    application: body.app ?? '',
    environment: body.environment,
    image: body.image,
    ...{ leadMinutes, rule },
    dependencies: (body.dependencies ?? []).map((item, index) =>
      dependencyInput(item, `${path}.dependencies.${index}`, report),
    ),
  }
}

function edgeRule(body: DependencyBody, path: string, report: ReportIssue): EdgeRule {
  const { when_late: whenLate, delay_minutes, late_after_minutes } = body
  const delayMinutes = delay_minutes ?? null
  if (delayMinutes !== null && (body.lead_minutes ?? null) !== null) {
    report(`${path}.delay_minutes`, 'can’t be given together with lead_minutes')
  }
  if (whenLate === 'wait' && (late_after_minutes ?? null) !== null) {
    report(`${path}.late_after_minutes`, 'needs when_late: skip or fail')
  }
  return { delayMinutes, whenLate, lateAfterMinutes: late_after_minutes ?? 0 }
}

/** A path of the use case's input as it is in the body that was sent: `app` for `application`, and so on. */
export function pathInSchedule(path: string, body: unknown): string {
  const sent: Record<string, unknown> = typeof body === 'object' && body !== null ? { ...body } : {}
  // The time was given in parts, or not at all: the first of them stands for all.
  if (path === 'at' && 'finish_by' in sent) return 'finish_by'
  if (path === 'at') return 'at' in sent || !('year' in sent) ? 'at' : 'year'
  if (path.startsWith('dependencies') && sent.dependency) return 'dependency'
  return path.replace(/(^|\.)application$/, '$1app')
}
