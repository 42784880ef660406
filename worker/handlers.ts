import { workerActor, workerActorOfTeam } from '@/lib/auth/worker-actor'
import { latenessMs } from '@/lib/domain/lateness'
import type { Log } from '@/lib/log'
import { observeJob, observeLateness } from '@/lib/metrics'
import type { DueWakeUps, TakenWakeUp } from '@/lib/queue/due-wake-ups'
import type { WakeUp } from '@/lib/queue/wake-up'
import { advanceRun, type ExecutorServices } from '@/lib/use-cases/advance-run'
import { checkCloudAccount } from '@/lib/use-cases/check-cloud-account'
import { giveUp } from '@/lib/use-cases/give-up'
import { ringSchedule } from '@/lib/use-cases/ring-schedule'
import {
  type RungWakeUp,
  type StartedDeployments,
  startDueDeployments,
} from '@/lib/use-cases/start-due-deployments'
import { type StartedOnTime, startOnTime } from '@/lib/use-cases/start-on-time'

interface HandlerContext {
  services: ExecutorServices
  dueWakeUps: DueWakeUps
  log: Log
}

/** Deployments of one team that come due in the same instant, or that are due; everything else by itself. */
export function groupStarts(taken: TakenWakeUp[]): TakenWakeUp[][] {
  const alone = taken.filter(({ wakeUp }) => wakeUp?.kind !== 'deployment').map((one) => [one])
  const starts = taken.filter(({ wakeUp }) => wakeUp?.kind === 'deployment')
  const together = Map.groupBy(
    starts,
    ({ wakeUp, dueAt, dueInMs }) => `${wakeUp?.teamId} ${dueInMs > 0 ? dueAt.getTime() : 'due'}`,
  )
  return [...alone, ...together.values()]
}

/** Wake-ups → one use case: whom they are for, and a line in the log for what became of each. */
export function makeHandler(context: HandlerContext) {
  return async (together: TakenWakeUp[]): Promise<void> => {
    const startedMs = performance.now()
    const [first] = together
    if (first?.wakeUp == null) return
    const { wakeUp, id } = first
    try {
      if (wakeUp.kind === 'deployment') await start(context, together)
      else await handleOne(context, wakeUp, id)
    } finally {
      observeJob(wakeUp.kind, performance.now() - startedMs)
    }
  }
}

/** All of one team. Those that somebody else holds at the moment are started after the others, one by one. */
async function start({ services, log }: HandlerContext, together: TakenWakeUp[]): Promise<void> {
  const rung = together.flatMap(({ id, wakeUp }) =>
    wakeUp?.kind === 'deployment' ? [{ wakeUpId: id, wakeUp }] : [],
  )
  const [first] = rung
  if (first === undefined) return
  const actor = workerActorOfTeam(first.wakeUp)
  const notBefore = together[0]?.dueAt ?? null
  const startThem = async (some: RungWakeUp[], skipLocked: boolean): Promise<RungWakeUp[]> => {
    const started = await startDueDeployments(services, actor, { rung: some, notBefore, skipLocked })
    if (!started.ok) throw new Error(`The worker was refused: ${started.refusal.kind}`)
    tell(log, started.value.outcomes)
    return started.value.leftOut
  }
  const all = rung.map(({ wakeUpId, wakeUp }) => ({ wakeUpId, deploymentId: wakeUp.deploymentId }))
  const onTime = await startOnTime(services, actor, { rung: all, notBefore })
  if (!onTime.ok) throw new Error(`The worker was refused: ${onTime.refusal.kind}`)
  if (onTime.value !== null) return tellOnTime(log, onTime.value)
  const leftOut = await startThem(all, all.length > 1)
  for (const one of all.length > 1 ? leftOut : []) await startThem([one], false)
}

function tellOnTime(log: Log, { startedAt, deployments }: StartedOnTime): void {
  const outcomes = deployments.map(({ id, dueAt }) => ({
    ...{ deploymentId: id, decision: 'start' as const, latenessMs: latenessMs(dueAt, startedAt) },
  }))
  tell(log, outcomes)
}

function tell(log: Log, outcomes: StartedDeployments['outcomes']): void {
  for (const { deploymentId, decision, latenessMs } of outcomes) {
    if (latenessMs !== undefined) observeLateness(latenessMs)
    const event = EVENT_OF_DECISION[decision]
    if (event) log.info({ deploymentId, latenessMs }, event)
  }
}

const EVENT_OF_DECISION = {
  start: 'run.started',
  wait: 'deployment.waiting',
  hold: 'deployment.held',
  miss: 'deployment.missed',
  skip: 'deployment.skipped',
  becomes_due: 'deployment.due_later',
  not_due: null,
  nothing: null,
} as const

async function handleOne(
  { services, dueWakeUps, log }: HandlerContext,
  wakeUp: Exclude<WakeUp, { kind: 'deployment' }>,
  wakeUpId: string,
): Promise<void> {
  const actor = workerActor(wakeUp)
  if (wakeUp.kind === 'cloud_account') {
    const { cloudAccountId } = wakeUp
    await checkCloudAccount(services, actor, { id: cloudAccountId })
    await dueWakeUps.drop(wakeUpId)
    log.info({ cloudAccountId }, 'cloud_account.checked')
    return
  }
  if (wakeUp.kind === 'schedule') {
    const { scheduleId } = wakeUp
    const rung = await ringSchedule(services, actor, { scheduleId, wakeUpId })
    if (!rung.ok) throw new Error(`The worker was refused: ${rung.refusal.kind}`)
    log.info({ scheduleId, became: rung.value }, 'schedule.planned')
    return
  }
  const { runId, number } = wakeUp
  const { kind, ...facts } = await advanceRun(services, actor, { runId, number, wakeUpId })
  if (kind === 'finished') log.info({ runId, ...facts }, 'run.finished')
  else if (kind === 'advanced') log.info({ runId, ...facts }, 'run.step_taken')
  else if (kind === 'lost') log.warn({ runId, ...facts }, 'run.taken_over')
}

/** Stops what was tried too often. What nobody can read is dropped: whoever needed it is found without it. */
export function makeGiveUp({ services, dueWakeUps, log }: HandlerContext) {
  return async ({ id, wakeUp, failures, losses }: TakenWakeUp): Promise<void> => {
    log.error({ wakeUpId: id, wakeUp, failures, losses }, 'job.given_up')
    if (wakeUp === null) return dueWakeUps.drop(id)
    const tries = Math.max(failures, losses)
    const given = await giveUp(services, workerActor(wakeUp), { wakeUp, wakeUpId: id, tries })
    if (!given.ok) throw new Error(`The worker was refused: ${given.refusal.kind}`)
  }
}
