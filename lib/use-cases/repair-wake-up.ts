import { isPending } from '@/lib/domain/deployment-status'
import { accept, type Result } from '@/lib/domain/result'
import { formatInZone } from '@/lib/domain/zone-format'
import { changeDeployment, type LockedDeployment, lockDeployment } from '@/lib/postgres/deployments'
import type { Invariant } from '@/lib/postgres/invariants/invariant'
import { nextStepOf } from '@/lib/postgres/next-steps'
import { breaks } from '@/lib/postgres/offenders'
import { writeTimeline } from '@/lib/postgres/timeline'
import { type UseCaseContext, useCase } from './use-case'

export interface RepairWakeUpInput {
  deploymentId: string
  /** What it was found to break, for want of a wake-up. */
  invariant: Invariant
}

/**
 * Gives a deployment the wake-up that it lost, and says so on its timeline; false when there was nothing
 * to repair any more. One too many is harmless, should the old one turn up.
 */
export const repairWakeUp = useCase(
  'deploy',
  async (
    context: UseCaseContext,
    { deploymentId, invariant }: RepairWakeUpInput,
  ): Promise<Result<boolean, never>> => {
    const { database } = context
    const deployment = await lockDeployment(database, deploymentId)
    if (deployment === null) return accept(false)
    const now = await database.now()
    if (!(await breaks(database, invariant, { now, endedSince: now }, deploymentId))) return accept(false)
    const message = isPending(deployment.status)
      ? await wakeDeployment(context, deployment, now)
      : await wakeRun(context, deploymentId, now)
    if (message === null) return accept(false)
    const entry = { deploymentId, at: now, event: 'deployment.wake_up_repaired', actor: 'Shipclock' }
    await writeTimeline(database, [{ ...entry, message }])
    return accept(true)
  },
)

async function wakeDeployment(
  { database, services }: UseCaseContext,
  { id, status, dueAt, startDeadlineAt, timezone }: LockedDeployment,
  now: Date,
): Promise<string> {
  const wakeUp = { kind: 'deployment', teamId: database.teamId, deploymentId: id } as const
  const isScheduled = status === 'scheduled'
  // What waits already looks again now, and once more when its start deadline has passed.
  const ownAt = isScheduled ? dueAt : new Date(startDeadlineAt.getTime() + 1)
  await changeDeployment(database, id, { wakeUpId: await services.wakeUps.ask(database, wakeUp, ownAt) })
  if (!isScheduled) await services.wakeUps.ask(database, wakeUp, now)
  return isScheduled && ownAt > now
    ? `Its wake-up had been lost. It has a new one, for ${formatInZone(ownAt, timezone)}.`
    : 'Its wake-up had been lost. It was woken now.'
}

async function wakeRun(
  { database, services }: UseCaseContext,
  deploymentId: string,
  now: Date,
): Promise<string | null> {
  const next = await nextStepOf(database, deploymentId)
  if (next === null) return null
  const { runId, number, at } = next
  await services.wakeUps.ask(database, { kind: 'run', teamId: database.teamId, runId, number }, at)
  return at > now
    ? 'The wake-up for its next step had been lost; it has a new one.'
    : 'The wake-up for its next step had been lost. It goes on now.'
}
