import { z } from 'zod'
import { DEPLOYMENT_STATUSES } from '@/lib/domain/deployment-status'
import { LATE_ACTIONS } from '@/lib/domain/edge-rule'
import type { DependencyView, DeploymentSummary, RevertView } from '@/lib/queries/deployment-views'
import { answerSchemas, instantText } from './schemas'

/** A dependency in short; the first of them stands at length in `dependency`. */
const dependencyResult = z.object({
  id: z.uuid(),
  lead_minutes: z.int(),
  delay_minutes: z.int().nullable().meta({
    description: 'The dependent becomes due so long after its success; null: at its own due time.',
  }),
  when_late: z.enum(LATE_ACTIONS),
  late_after_minutes: z.int(),
  status: z.enum(DEPLOYMENT_STATUSES),
  app: z.string(),
  environment: z.string(),
  image: z.string().nullable(),
  due_at: instantText,
})
answerSchemas.add(dependencyResult, { id: 'Dependency' })

const revertResult = z.object({
  id: z.uuid(),
  status: z.enum(DEPLOYMENT_STATUSES),
  due_at: instantText,
})
answerSchemas.add(revertResult, { id: 'Revert' })

/** A deployment as the API answers it. */
export const deploymentResult = z.object({
  id: z.uuid(),
  status: z.enum(DEPLOYMENT_STATUSES),
  reason: z.string().meta({ description: 'Why it is in this status, for people.' }),
  app: z.string().meta({ description: 'Slug.' }),
  app_id: z.uuid(),
  environment: z.string().meta({ description: 'Slug.' }),
  environment_id: z.uuid(),
  image: z.string().nullable().meta({ description: 'Null: what runs at start is deployed anew.' }),
  due_at: instantText,
  year: z.int(),
  month: z.int().meta({ description: '1 is January.' }),
  day: z.int(),
  hour: z.int(),
  minute: z.int(),
  original_timezone: z.string().meta({ description: 'In which year to minute are meant.' }),
  overlap: z.enum(['earlier', 'later']).nullable(),
  entry_key: z.uuid().meta({ description: 'Id of the wake-up that is due with it.' }),
  get dependency() {
    return deploymentResult.nullable()
  },
  dependencies: z.array(dependencyResult),
  reverts: z.uuid().nullable().meta({
    description: 'The deployment that this one undoes: it brings back what ran before that.',
  }),
  revert: revertResult.nullable().meta({ description: 'The last revert that was made of this one.' }),
  confirm_within_minutes: z.int().nullable().meta({
    description: 'How long after its success somebody has to confirm it, or it is reverted.',
  }),
  confirmed_at: instantText.nullable(),
  confirmed_by: z.string().nullable(),
  start_deadline_at: instantText,
  finish_by_at: instantText.nullable().meta({
    description: 'By when all should be done, where the due time was computed from that.',
  }),
  started_at: instantText.nullable(),
  finished_at: instantText.nullable(),
  lateness_ms: z.int().nullable(),
  note: z.string().nullable(),
  created_at: instantText,
  created_by: z.string(),
})
answerSchemas.add(deploymentResult, { id: 'ScheduledDeployment' })

export type DeploymentResult = z.input<typeof deploymentResult>

/** `chains` as `getDependencyChains` answers them. */
export function toDeploymentResult(
  deployment: DeploymentSummary,
  chains: ReadonlyMap<string, DependencyView[]>,
): DeploymentResult {
  const dependencies = chains.get(deployment.id) ?? []
  const first = dependencies[0]?.deployment
  return {
    ...own(deployment),
    dependency: first === undefined ? null : toDeploymentResult(first, chains),
    dependencies: dependencies.map(toDependencyResult),
  }
}

function own(deployment: DeploymentSummary): Omit<DeploymentResult, 'dependency' | 'dependencies'> {
  const { id, status, reason, application, environment, image, overlap, note } = deployment
  return {
    ...{ id, status, reason, image, overlap, note },
    app: application.slug,
    app_id: application.id,
    environment: environment.slug,
    environment_id: environment.id,
    due_at: deployment.dueAt.toISOString(),
    ...localParts(deployment.localTime),
    original_timezone: deployment.timezone,
    entry_key: deployment.wakeUpId,
    reverts: deployment.revertsId,
    revert: deployment.revert && toRevertResult(deployment.revert),
    confirm_within_minutes: deployment.confirmWithinMinutes,
    confirmed_at: deployment.confirmedAt?.toISOString() ?? null,
    confirmed_by: deployment.confirmedBy,
    start_deadline_at: deployment.startDeadlineAt.toISOString(),
    finish_by_at: deployment.finishByAt?.toISOString() ?? null,
    started_at: deployment.startedAt?.toISOString() ?? null,
    finished_at: deployment.finishedAt?.toISOString() ?? null,
    lateness_ms: deployment.latenessMs,
    created_at: deployment.createdAt.toISOString(),
    created_by: deployment.createdBy,
  }
}

function toRevertResult({ id, status, dueAt }: RevertView): z.input<typeof revertResult> {
  return { id, status, due_at: dueAt.toISOString() }
}

/** Of `YYYY-MM-DDTHH:mm`. */
function localParts(localTime: string) {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = localTime.split(/[-T:]/).map(Number)
  return { year, month, day, hour, minute }
}

function toDependencyResult({
  leadMinutes,
  rule,
  deployment,
}: DependencyView): z.input<typeof dependencyResult> {
  return {
    id: deployment.id,
    lead_minutes: leadMinutes,
    delay_minutes: rule.delayMinutes,
    when_late: rule.whenLate,
    late_after_minutes: rule.lateAfterMinutes,
    status: deployment.status,
    app: deployment.application.slug,
    environment: deployment.environment.slug,
    image: deployment.image,
    due_at: deployment.dueAt.toISOString(),
  }
}
