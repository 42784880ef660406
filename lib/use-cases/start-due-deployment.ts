import { assertNever } from '@/lib/domain/assert-never'
import type { DeploymentStatus } from '@/lib/domain/deployment-status'
import { durationWords } from '@/lib/domain/duration-words'
import { latenessMs } from '@/lib/domain/lateness'
import { accept, type Result } from '@/lib/domain/result'
import { decideStart, type StartDecision } from '@/lib/domain/start-decision'
import {
  changeDeployment,
  dependenciesOf,
  type LockedDeployment,
  lockDeployment,
  relatedDeployments,
} from '@/lib/postgres/deployments'
import { lockService, serviceKey } from '@/lib/postgres/runs'
import { transition } from '@/lib/postgres/transitions'
import { startRun } from './start-run'
import { type UseCaseContext, useCase } from './use-case'
import { wakeDependents } from './wake-others'

export interface StartDueDeploymentInput {
  id: string
  /** The wake-up that rang. */
  wakeUpId: string
}

/** What was done; `lateness` in milliseconds, only when a run started. */
export interface StartOutcome {
  decision: StartDecision['kind'] | 'gone'
  latenessMs?: number
}

/**
 * A wake-up rang for a deployment: decides on fresh facts, under locks, what becomes of it. Ringing
 * twice, too early or for nothing is harmless.
 */
export const startDueDeployment = useCase(
  'deploy',
  async (context: UseCaseContext, input: StartDueDeploymentInput): Promise<Result<StartOutcome, never>> => {
    const { database } = context
    const deployment = await lockDeployment(database, input.id)
    if (deployment === null) return accept({ decision: 'gone' })
    const dependencies = await dependenciesOf(database, deployment.id)
    const targetBusyWith = await otherRunOfService(context, deployment)
    const now = await database.now()
    const decision = decideStart({ ...deployment, now, dependencies, targetBusyWith, freeze: null })
    await carryOut(context, deployment, decision, { now, wakeUpId: input.wakeUpId })
    return decision.kind === 'start'
      ? accept({ decision: 'start', latenessMs: latenessMs(deployment.dueAt, now) })
      : accept({ decision: decision.kind })
  },
)

/** Locks the service and says whose run is under way there. */
async function otherRunOfService(
  { database }: UseCaseContext,
  deployment: LockedDeployment,
): Promise<{ label: string } | null> {
  const busy = await lockService(database, serviceKey(deployment))
  if (busy === null || busy.deploymentId === deployment.id) return null
  const [other] = await relatedDeployments(database, [busy.deploymentId])
  return other ? { label: other.label } : null
}

interface Ring {
  now: Date
  wakeUpId: string
}

async function carryOut(
  context: UseCaseContext,
  deployment: LockedDeployment,
  decision: StartDecision,
  { now, wakeUpId }: Ring,
): Promise<void> {
  switch (decision.kind) {
    case 'nothing':
      return
    case 'start': {
      const reason = startedWords(deployment.status, latenessMs(deployment.dueAt, now))
      return startRun(context, deployment, { from: deployment.status, now, reason, event: 'run.started' })
    }
    case 'not_due':
      // Only the deployment's own wake-up must ring again; another one (a dependency ended) was extra.
      if (wakeUpId === deployment.wakeUpId) await wakeAgain(context, deployment, decision.dueAt)
      return
    case 'wait':
      return rest(context, deployment, 'waiting', decision.reason, { now, until: afterDeadline(deployment) })
    case 'hold':
      return rest(context, deployment, 'held', decision.reason, { now, until: decision.until })
    case 'miss':
      return end(context, deployment, 'missed', decision.reason, now)
    case 'skip':
      return end(context, deployment, 'skipped', decision.reason, now)
    default:
      assertNever(decision)
  }
}

/** Waits or holds; wakes again at `until` at the latest, when it starts or has missed its deadline. */
async function rest(
  context: UseCaseContext,
  deployment: LockedDeployment,
  status: 'waiting' | 'held',
  reason: string,
  { now, until }: { now: Date; until: Date },
): Promise<void> {
  if (deployment.status === status) {
    await changeDeployment(context.database, deployment.id, { reason })
    return
  }
  await move(context, deployment, status, reason, now)
  await wakeAgain(context, deployment, until)
}

async function end(
  context: UseCaseContext,
  deployment: LockedDeployment,
  status: 'missed' | 'skipped',
  reason: string,
  now: Date,
): Promise<void> {
  await move(context, deployment, status, reason, now)
  await wakeDependents({ database: context.database, wakeUps: context.services.wakeUps }, deployment.id, now)
}

async function move(
  { database, actor }: UseCaseContext,
  deployment: LockedDeployment,
  to: DeploymentStatus,
  reason: string,
  at: Date,
): Promise<void> {
  const from = deployment.status
  const event = `deployment.${to}`
  await transition(database, { deploymentId: deployment.id, from, to, at, reason, event, actor: actor.label })
}

async function wakeAgain(
  { database, services }: UseCaseContext,
  deployment: LockedDeployment,
  at: Date,
): Promise<void> {
  const wakeUp = { kind: 'deployment', teamId: database.teamId, deploymentId: deployment.id } as const
  const wakeUpId = await services.wakeUps.ask(database, wakeUp, at)
  await changeDeployment(database, deployment.id, { wakeUpId })
}

/** The first instant at which it is too late to start. */
function afterDeadline(deployment: LockedDeployment): Date {
  return new Date(deployment.startDeadlineAt.getTime() + 1)
}

/** Whoever had to wait is not late: the words say what for. */
function startedWords(from: DeploymentStatus, lateness: number): string {
  const after = lateness < 1_000 ? `${lateness} ms` : durationWords(lateness)
  if (from === 'waiting') return `Started when what it waited for had ended, ${after} after its due time.`
  if (from === 'held') return `Started when the freeze had ended, ${after} after its due time.`
  return lateness < 1_000 ? `Started ${after} after its due time.` : `Started, ${after} late.`
}
