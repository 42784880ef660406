import { accept, type Result, refuse } from '@/lib/domain/result'
import { revertPlanOf } from '@/lib/domain/revert-plan'
import type { TeamDatabase } from '@/lib/postgres/database'
import { dependencyViews, deploymentSummary } from '@/lib/postgres/deployment-lists'
import { successfulRecord } from '@/lib/postgres/reverts'
import { type RunRow, runsOf } from '@/lib/postgres/runs'
import type { DeploymentNotFound } from '@/lib/use-cases/cancel-deployment'
import { type UseCaseContext, useCase } from '@/lib/use-cases/use-case'
import type { DeploymentDetail, RevertedView, RunView } from './deployment-views'

/** One deployment, what it depends on and what depends on it, and its attempts. */
export const getDeployment = useCase(
  'view',
  async (
    { database }: UseCaseContext,
    { id }: { id: string },
  ): Promise<Result<DeploymentDetail, DeploymentNotFound>> => {
    const summary = await deploymentSummary(database, id)
    if (summary === null) return refuse({ kind: 'not_found', what: 'deployment', name: id, path: 'id' })
    const related = await dependencyViews(database, id)
    const runs = await runsOf(database, id)
    const reverts = await readReverted(database, summary.revertsId)
    return accept({ ...summary, ...related, reverts, runs: runs.map(toRunView) })
  },
)

async function readReverted(database: TeamDatabase, id: string | null): Promise<RevertedView | null> {
  const reverted = id === null ? null : await deploymentSummary(database, id)
  if (reverted === null) return null
  const record = await successfulRecord(database, reverted.id)
  const plan = record && revertPlanOf(record)
  return {
    id: reverted.id,
    finishedAt: reverted.finishedAt,
    previousRevisionArn: plan?.revisionArn ?? null,
    revisionArn: plan?.revertedRevisionArn ?? null,
  }
}

function toRunView({ record, ...run }: RunRow): RunView {
  return {
    ...run,
    previousRevisionArn: record.snapshot?.revisionArn ?? null,
    revisionArn: record.revision?.revisionArn ?? null,
    changes: record.revision?.changes ?? [],
    rolloutId: record.rollout?.rolloutId ?? null,
    serviceDeploymentArn: record.serviceDeploymentArn,
    progress: record.progress,
  }
}
