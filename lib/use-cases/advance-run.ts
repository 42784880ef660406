import { InvariantViolated } from '@/lib/domain/invariant-violated'
import { accept, type Result } from '@/lib/domain/result'
import { type RevertPlan, revertPlanOf } from '@/lib/domain/revert-plan'
import type { RunRecord } from '@/lib/domain/run-record'
import { register } from '@/lib/executor/register'
import { rollback } from '@/lib/executor/rollback'
import { snapshot } from '@/lib/executor/snapshot'
import { LeaseLost, type Step, type StepContext, type StepEntry, type StepResult } from '@/lib/executor/step'
import { stop } from '@/lib/executor/stop'
import { afterTrouble } from '@/lib/executor/trouble'
import { update } from '@/lib/executor/update'
import { watch } from '@/lib/executor/watch'
import { watchRollback } from '@/lib/executor/watch-rollback'
import type { Rollouts } from '@/lib/ports/rollouts'
import { cloudAccountAccess } from '@/lib/postgres/cloud-accounts'
import type { TeamDatabase } from '@/lib/postgres/database'
import { type LockedDeployment, readDeployment } from '@/lib/postgres/deployments'
import { lockDeploymentAndWaits } from '@/lib/postgres/due-deployments'
import { successfulRecord } from '@/lib/postgres/reverts'
import { changeRun, type Lease, leaseRun, type Run, type RunStep } from '@/lib/postgres/runs'
import { writeTimeline } from '@/lib/postgres/timeline'
import type { WakeUpOrder } from '@/lib/queue/wake-ups'
import type { Services } from '@/lib/services'
import { endRunning } from './end-running'
import { type UseCaseContext, useCase } from './use-case'

export interface AdvanceRunInput {
  runId: string
  /** The number that the wake-up carries. */
  number: number
  wakeUpId: string
}

/** Services of a process that may call the platform: the worker. */
export interface ExecutorServices extends Services {
  rollouts: Rollouts
  /** Names this process on leases and timelines. */
  workerName: string
}

export interface Advanced {
  /** `stale`: nothing to do any more. `busy`: another worker is at it. `lost`: it took over meanwhile. */
  kind: 'advanced' | 'finished' | 'stale' | 'busy' | 'lost'
  step?: RunStep
  deploymentId?: string
  outcome?: string
}

/** Shorter than the queue's heartbeat: whoever is woken in a dead worker's place need not wait. */
const LEASE_MS = 10_000
/** No exchange outlives the lease it was begun under. */
const STEP_MS = 8_500

const STEPS: Record<Exclude<RunStep, 'finished'>, Step> = {
  snapshot,
  register,
  update,
  watch,
  stop,
  rollback,
  watch_rollback: watchRollback,
}

/**
 * Carries a run one step further: takes the lease, makes the step's exchange with the platform outside
 * of any transaction, writes what came of it together with the next wake-up.
 */
export async function advanceRun(
  services: ExecutorServices,
  actor: UseCaseContext['actor'],
  input: AdvanceRunInput,
): Promise<Advanced> {
  const taken = await takeOver(services, actor, { ...input, workerName: services.workerName })
  if (!taken.ok) throw new Error(`The worker may not deploy: ${taken.refusal.kind}`)
  if (taken.value.kind !== 'leased') return { kind: taken.value.kind }
  const { run, context } = taken.value
  const begun = { step: run.step, deploymentId: run.deploymentId }
  try {
    const result = await carryOut(services, actor, run, context)
    const { deployment } = taken.value
    const written = await writeResult(services, actor, { run, result, deployment, wakeUpId: input.wakeUpId })
    if (!written.ok || !written.value) return { kind: 'lost', ...begun }
    return result.kind === 'finish'
      ? { kind: 'finished', outcome: result.outcome, ...begun }
      : { kind: 'advanced', ...begun }
  } catch (error) {
    if (error instanceof LeaseLost) return { kind: 'lost', ...begun }
    throw error
  }
}

type TakenOver =
  | { kind: 'stale' | 'busy' }
  | {
      kind: 'leased'
      run: Run
      deployment: LockedDeployment
      context: Omit<StepContext, 'rollouts' | 'run' | 'writeIntent'>
    }

const takeOver = useCase(
  'deploy',
  async (
    { database, services }: UseCaseContext,
    { runId, number, wakeUpId, workerName }: AdvanceRunInput & { workerName: string },
  ): Promise<Result<TakenOver, never>> => {
    const order = { runId, wakeUp: number, leasedBy: workerName, leaseMs: LEASE_MS }
    const lease = await leaseRun(database, order)
    const wakeUp = { kind: 'run', teamId: database.teamId, runId, number } as const
    if (lease.kind === 'stale') {
      await services.wakeUps.dropStale(database, wakeUpId, wakeUp)
      return accept({ kind: 'stale' })
    }
    if (lease.kind === 'busy') {
      await ringAgain({ database, services }, wakeUpId, { wakeUp, at: lease.until })
      return accept({ kind: 'busy' })
    }
    await noteInterruption(database, lease, workerName)
    return accept({ kind: 'leased', run: lease.run, ...(await loadContext(database, lease)) })
  },
)

async function ringAgain(
  { database, services }: Pick<UseCaseContext, 'database' | 'services'>,
  wakeUpId: string,
  order: WakeUpOrder,
): Promise<void> {
  if (await services.wakeUps.again(database, wakeUpId, order)) return
  await services.wakeUps.ask(database, order.wakeUp, order.at)
}

async function noteInterruption(
  database: TeamDatabase,
  { run, interrupted, now }: Extract<Lease, { kind: 'leased' }>,
  workerName: string,
): Promise<void> {
  if (interrupted === null) return
  const message = `Worker ${interrupted} stopped in the middle of the step “${run.step}”; worker ${workerName} carries on.`
  const entry = { deploymentId: run.deploymentId, runId: run.id, at: now, actor: 'Shipclock', message }
  await writeTimeline(database, [{ ...entry, event: 'run.resumed' }])
}

async function loadContext(database: TeamDatabase, { run, now }: Extract<Lease, { kind: 'leased' }>) {
  const deployment = await readDeployment(database, run.deploymentId)
  const account = deployment && (await cloudAccountAccess(database, deployment.cloudAccountId))
  if (!deployment || !account) throw new Error(`Run ${run.id} has lost its deployment or cloud account.`)
  const { cluster, service, container } = deployment
  const signal = AbortSignal.timeout(STEP_MS)
  const target = { account, cluster, service, container, deploymentId: deployment.id, signal }
  const revert = await revertPlan(database, deployment)
  return { deployment, context: { image: deployment.image, revert, target, now } }
}

async function revertPlan(
  database: TeamDatabase,
  { id, revertsId }: LockedDeployment,
): Promise<RevertPlan | null> {
  if (revertsId === null) return null
  const record = await successfulRecord(database, revertsId)
  const plan = record && revertPlanOf(record)
  // It starts only after that has succeeded, which is final.
  if (plan === null)
    throw new InvariantViolated(`Deployment ${id} reverts ${revertsId}, which has no rollout.`)
  return plan
}

async function carryOut(
  services: ExecutorServices,
  actor: UseCaseContext['actor'],
  run: Run,
  context: Extract<TakenOver, { kind: 'leased' }>['context'],
): Promise<StepResult> {
  if (run.step === 'finished') throw new Error(`Run ${run.id} is finished.`)
  // By the monotonic clock: a process that was stopped for a while must notice before it calls.
  const startedMs = performance.now()
  let latest = run.record
  const writeIntent = async (record: RunRecord) => {
    const written = await services.database.asTeam(actor.teamId, (database) =>
      changeRun(database, run, { record }),
    )
    if (!written || performance.now() - startedMs > STEP_MS) throw new LeaseLost()
    latest = record
  }
  try {
    return await STEPS[run.step]({ ...context, run, rollouts: services.rollouts, writeIntent })
  } catch (error) {
    if (error instanceof LeaseLost) throw error
    return afterTrouble(run, latest, error, context.now)
  }
}

interface StepTaken {
  run: Run
  result: StepResult
  deployment: LockedDeployment
  /** The wake-up that rang for the step: it is settled with what came of it. */
  wakeUpId: string
}

const writeResult = useCase(
  'deploy',
  async (
    { database, services }: UseCaseContext,
    { run, result, deployment, wakeUpId }: StepTaken,
  ): Promise<Result<boolean, never>> => {
    const { record, entries } = result
    // Before the run's row, as everybody does who locks both.
    if (result.kind === 'finish') await lockDeploymentAndWaits(database, run.deploymentId)
    const now = await database.now()
    if (result.kind === 'finish') {
      const finished = { at: now, outcome: result.outcome }
      if (!(await changeRun(database, run, { record, finished }))) return accept(false)
      await write(database, run, entries, now)
      await endRunning({ database, services }, { run, deployment, now, ...finished, reason: result.reason })
      await services.wakeUps.drop(database, [wakeUpId])
      return accept(true)
    }
    const nextWakeUpAt = new Date(now.getTime() + result.afterMs)
    const release = { wakeUp: run.wakeUp + 1, nextWakeUpAt }
    if (!(await changeRun(database, run, { record, step: result.step, release }))) return accept(false)
    await write(database, run, entries, now)
    const wakeUp = { kind: 'run', teamId: database.teamId, runId: run.id, number: release.wakeUp } as const
    await ringAgain({ database, services }, wakeUpId, { wakeUp, at: nextWakeUpAt })
    return accept(true)
  },
)

async function write(database: TeamDatabase, run: Run, entries: StepEntry[], now: Date): Promise<void> {
  const { deploymentId, id: runId } = run
  await writeTimeline(
    database,
    entries.map((entry) => ({ at: now, actor: 'Shipclock', ...entry, deploymentId, runId })),
  )
}
