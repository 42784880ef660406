import { assertNever } from '@/lib/domain/assert-never'
import { movedTo } from '@/lib/domain/comeback'
import { latenessMs } from '@/lib/domain/lateness'
import type { MovedDeployment } from '@/lib/domain/reschedule-decision'
import { accept, type Result } from '@/lib/domain/result'
import type { StartDecision, WaitingFor } from '@/lib/domain/start-decision'
import { startedWords } from '@/lib/domain/started-words'
import { changeDeployment, type LockedDeployment } from '@/lib/postgres/deployments'
import { lockDueDeployments, readStartFacts, type StartFactsRead } from '@/lib/postgres/due-deployments'
import { serviceKey } from '@/lib/postgres/runs'
import { type Transition, transitionAll } from '@/lib/postgres/transitions'
import { type Decided, decideStarts } from './decide-starts'
import { moveDeployment } from './move-deployment'
import { type PutOff, putOffWakeUps } from './put-off-wake-ups'
import { type RunStart, startRuns } from './start-runs'
import { type UseCaseContext, useCase } from './use-case'
import { wakeDependents, wakeFollowers } from './wake-others'

/** A wake-up that rang for a deployment. */
export interface RungWakeUp {
  wakeUpId: string
  deploymentId: string
}

export interface StartDueDeploymentsInput {
  rung: readonly RungWakeUp[]
  /** When they are due, if that is a moment ahead; null: they are. */
  notBefore: Date | null
  /** Whether to leave those alone that somebody else holds at the moment, instead of waiting for them. */
  skipLocked: boolean
}

export interface StartedDeployments {
  /** What was done; lateness in milliseconds, only where a run started. */
  outcomes: { deploymentId: string; decision: StartDecision['kind']; latenessMs?: number }[]
  /** Left alone: somebody else holds them, or they are gone. Their wake-ups are still there. */
  leftOut: RungWakeUp[]
}

/**
 * Wake-ups rang for deployments of one team: decides on fresh facts, under locks, what becomes of each,
 * those due first before the others, and settles the wake-ups with it. Ringing twice, too early or for
 * nothing is harmless.
 */
export const startDueDeployments = useCase(
  'deploy',
  async (
    context: UseCaseContext,
    { rung, notBefore, skipLocked }: StartDueDeploymentsInput,
  ): Promise<Result<StartedDeployments, never>> => {
    const { database } = context
    const ids = [...new Set(rung.map(({ deploymentId }) => deploymentId))]
    const { deployments, now } = await lockDueDeployments(database, ids, { notBefore, skipLocked })
    const found = new Set(deployments.map(({ id }) => id))
    const leftOut = rung.filter(({ deploymentId }) => !found.has(deploymentId))
    if (now === null) {
      // Waited for and not found: they are gone.
      const gone = skipLocked ? [] : leftOut
      await context.services.wakeUps.drop(
        database,
        gone.map(({ wakeUpId }) => wakeUpId),
      )
      return accept({ outcomes: [], leftOut })
    }

    const facts = await readStartFacts(database, ids, deployments.map(serviceKey))
    const decided = decideStarts(deployments, facts, now)
    const settled = rung.filter(({ deploymentId }) => found.has(deploymentId))
    await carryOut(context, { decided, facts, now, rung: settled.map(({ wakeUpId }) => wakeUpId) })
    return accept({ leftOut, outcomes: decided.map((one) => outcomeOf(one, now)) })
  },
)

function outcomeOf({ deployment, decision }: Decided, now: Date): StartedDeployments['outcomes'][number] {
  const outcome = { deploymentId: deployment.id, decision: decision.kind }
  return decision.kind === 'start' ? { ...outcome, latenessMs: latenessMs(deployment.dueAt, now) } : outcome
}

/** What is to be written, gathered, so that a crowd takes as many statements as one. */
interface Plan {
  starts: RunStart[]
  moves: Transition[]
  putOffs: PutOff[]
  /** Due later than they were, because of what they follow. */
  later: { to: MovedDeployment; wakeUpId: string; reason: string }[]
  /** Still waiting or held, for another reason. */
  reasons: { id: string; reason: string; waitingFor: WaitingFor | null }[]
}

async function carryOut(
  context: UseCaseContext,
  work: { decided: Decided[]; facts: StartFactsRead; now: Date; rung: string[] },
): Promise<void> {
  const { database, services } = context
  const { now, facts } = work
  const plan: Plan = { starts: [], moves: [], putOffs: [], later: [], reasons: [] }
  for (const one of work.decided) add(plan, one, { facts, now, actor: context.actor.label })

  await startRuns(context, plan.starts, now)
  await transitionAll(database, plan.moves)
  for (const { id, ...why } of plan.reasons) await changeDeployment(database, id, why)
  const ended = plan.moves.filter(({ to }) => to === 'missed' || to === 'skipped')
  await wakeDependents(
    { database, wakeUps: services.wakeUps },
    { ids: ended.map(({ deploymentId }) => deploymentId), succeeded: false, now },
  )
  await putOffWakeUps(database, services, plan.putOffs)
  await putOffDue(context, plan.later, now)
  const kept = new Set([...plan.putOffs.map(({ deployment }) => deployment), ...plan.later].map(wakeUpIdOf))
  const own = work.decided.map(({ deployment }) => deployment.wakeUpId)
  const done = [...new Set([...work.rung, ...own])].filter((id) => !kept.has(id))
  await services.wakeUps.drop(database, done)
}

const wakeUpIdOf = ({ wakeUpId }: { wakeUpId: string }) => wakeUpId

async function putOffDue(context: UseCaseContext, later: Plan['later'], now: Date): Promise<void> {
  for (const { to, reason } of later) {
    await moveDeployment(context, to, { now, reason, event: 'deployment.due_later' })
  }
  const others = { database: context.database, wakeUps: context.services.wakeUps }
  await wakeFollowers(
    others,
    later.map(({ to }) => to.id),
    now,
  )
}

function add(
  plan: Plan,
  { deployment, decision }: Decided,
  { facts, now, actor }: { facts: StartFactsRead; now: Date; actor: string },
): void {
  const move = (to: Transition['to'], reason: string): Transition => ({
    ...{ deploymentId: deployment.id, from: deployment.status, to, at: now, reason },
    ...{ event: `deployment.${to}`, actor },
  })
  const rest = (move: Transition, at: Date) => {
    const { to, reason, waitingFor = null } = move
    if (deployment.status === to) plan.reasons.push({ id: deployment.id, reason, waitingFor })
    else plan.moves.push(move)
    plan.putOffs.push({ deployment, at })
  }
  switch (decision.kind) {
    case 'start': {
      const reason = startedWords(deployment.status, latenessMs(deployment.dueAt, now))
      const attempt = 1 + (facts.attempts.get(deployment.id) ?? 0)
      plan.starts.push({ deployment, attempt, reason, event: 'run.started' })
      return
    }
    case 'not_due':
      plan.putOffs.push({ deployment, at: decision.dueAt })
      return
    case 'becomes_due': {
      const { dueAt, reason } = decision
      plan.later.push({ to: movedTo(deployment, dueAt), wakeUpId: deployment.wakeUpId, reason })
      return
    }
    case 'wait': {
      const waiting = { ...move('waiting', decision.reason), waitingFor: decision.on }
      rest(waiting, restsUntil(deployment, decision.until ?? null))
      return
    }
    case 'hold':
      rest(move('held', decision.reason), restsUntil(deployment, decision.until))
      return
    case 'miss':
      plan.moves.push(move('missed', decision.reason))
      return
    case 'skip':
      plan.moves.push(move('skipped', decision.reason))
      return
    case 'nothing':
      // Without an approval it will have missed its deadline: somebody must be woken to say so.
      if (decision.status === 'awaiting_approval')
        plan.putOffs.push({ deployment, at: afterDeadline(deployment) })
      return
    default:
      assertNever(decision)
  }
}

/** The first instant at which it is too late to start. */
function afterDeadline(deployment: LockedDeployment): Date {
  return new Date(deployment.startDeadlineAt.getTime() + 1)
}

/** Beyond its start deadline there is nothing to wait for. */
function restsUntil(deployment: LockedDeployment, until: Date | null): Date {
  const latest = afterDeadline(deployment)
  return until !== null && until < latest ? until : latest
}
