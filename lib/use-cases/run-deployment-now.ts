import { dueAtOnce, movedTo } from '@/lib/domain/comeback'
import { endedBadly } from '@/lib/domain/dependency-graph'
import type { DeploymentStatus } from '@/lib/domain/deployment-status'
import { isMovable, type MovedDeployment, type RescheduleRefusal } from '@/lib/domain/reschedule-decision'
import { accept, type Result, refuse } from '@/lib/domain/result'
import type { AfterwardsRefusal } from '@/lib/domain/revert-decision'
import { dependenciesOf, lockDeployment, madeWith } from '@/lib/postgres/deployments'
import type { DeploymentNotFound } from './cancel-deployment'
import { comebackWith } from './comeback-with'
import { findEarlyRevert } from './find-early-revert'
import { moveDeployment } from './move-deployment'
import { moveReverts } from './move-reverts'
import { type UseCaseContext, useCase } from './use-case'

type Refusal =
  | Extract<RescheduleRefusal, { kind: 'too_late' | 'already_finished' | 'dependency_ended' }>
  | DeploymentNotFound
  | Extract<AfterwardsRefusal, { kind: 'revert_not_after' }>

export interface RunDeploymentNowInput {
  id: string
  /** Whether what was skipped because of it comes back with it; false where it is left out. */
  withSkipped?: boolean
}

/**
 * Makes a deployment that has not started due now, and those made with it, which still go first. One
 * that was missed or skipped gets another chance, with as long until its start deadline as it had.
 */
export const runDeploymentNow = useCase(
  'deploy',
  async (
    context: UseCaseContext,
    { id, withSkipped = false }: RunDeploymentNowInput,
  ): Promise<Result<{ id: string; movedIds: string[] }, Refusal>> => {
    const { database } = context
    const deployment = await lockDeployment(database, id)
    if (deployment === null) return refuse({ kind: 'not_found', what: 'deployment', name: id, path: 'id' })
    const { status } = deployment
    if (status === 'running') return refuse({ kind: 'too_late', status })
    if (!isMovable(status)) return refuse({ kind: 'already_finished', status })
    const moving = (await madeWith(database, id)).filter((row) => isMovable(row.status))
    const broken = (await dependenciesOf(database, id)).find(
      (row) => endedBadly(row.status) && !moving.some((other) => other.id === row.id),
    )
    if (broken) return refuse({ kind: 'dependency_ended', label: broken.label, status: broken.status })

    const now = await database.now()
    const early = await findEarlyRevert(database, deployment, now)
    if (early) return refuse(early)
    const { label, timezone, dueAt, startDeadlineAt } = deployment
    const move = (to: MovedDeployment, reason: string) =>
      moveDeployment(context, to, { now, reason, event: 'deployment.run_now' })
    await move(movedTo(deployment, now), runNowWords(context, status))
    for (const companion of moving) {
      const along = { id: companion.id, timezone, dueAt, startDeadlineAt }
      await move(movedTo(along, now), `Made due now with ${label}, which needs it.`)
    }
    const reverts = await moveReverts(context, deployment, { to: now, now })
    const back = withSkipped ? await comebackWith(database, id) : []
    for (const skipped of back) {
      await move(dueAtOnce(skipped, now), `Brought back with ${label}, because of which it was skipped.`)
    }
    const movedIds = [id, ...moving.map((row) => row.id), ...reverts, ...back.map((row) => row.id)]
    return accept({ id, movedIds })
  },
)

function runNowWords({ actor }: UseCaseContext, status: DeploymentStatus): string {
  const asked = `${actor.label} asked to run it now`
  return status === 'missed' || status === 'skipped' ? `${asked}, after it was ${status}.` : `${asked}.`
}
