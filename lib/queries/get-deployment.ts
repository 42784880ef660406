import { accept, type Result, refuse } from '@/lib/domain/result'
import { dependencyViews, deploymentSummary } from '@/lib/postgres/deployment-lists'
import { type RunRow, runsOf } from '@/lib/postgres/runs'
import type { DeploymentNotFound } from '@/lib/use-cases/cancel-deployment'
import { type UseCaseContext, useCase } from '@/lib/use-cases/use-case'
import type { DeploymentDetail, RunView } from './deployment-views'

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
    return accept({ ...summary, ...related, runs: runs.map(toRunView) })
  },
)

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
