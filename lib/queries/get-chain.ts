import { type ChainEdge, layOutChain, type PlacedNode } from '@/lib/domain/chain-layout'
import { expectedDuration } from '@/lib/domain/expected-duration'
import { accept, type Result } from '@/lib/domain/result'
import { chainGraph } from '@/lib/postgres/chain-graph'
import { targetDurations } from '@/lib/postgres/target-durations'
import { type UseCaseContext, useCase } from '@/lib/use-cases/use-case'
import type { DeploymentSummary } from './deployment-views'

export interface ChainView {
  /** Level by level; the deployment itself is among them. */
  nodes: ChainNodeView[]
  edges: ChainEdge[]
}

export interface ChainNodeView extends PlacedNode {
  deployment: DeploymentSummary
  /** What it took, or is expected to take. */
  durationMs: number
  duration: 'taken' | 'measured' | 'assumed'
}

/** A deployment among all that it needs and all that needs it, as it is drawn. */
export const getChain = useCase(
  'view',
  async ({ database }: UseCaseContext, { id }: { id: string }): Promise<Result<ChainView, never>> => {
    const { deployments, edges } = await chainGraph(database, id)
    const measured = await targetDurations(
      database,
      deployments.map(({ target }) => target.id),
    )
    const nodes = deployments.map((deployment): Unplaced => {
      const expected = expectedDuration(measured.get(deployment.target.id))
      const takenMs = durationOf(deployment)
      return {
        ...{ id: deployment.id, deployment, dueAt: deployment.dueAt, durationMs: takenMs ?? expected.ms },
        duration: takenMs !== null ? 'taken' : expected.isMeasured ? 'measured' : 'assumed',
      }
    })
    const byId = new Map(nodes.map((node) => [node.id, node]))
    return accept({
      edges,
      nodes: layOutChain(nodes, edges).flatMap((placed) => {
        const node = byId.get(placed.id)
        if (node === undefined) return []
        const { deployment, durationMs, duration } = node
        return [{ ...placed, deployment, durationMs, duration }]
      }),
    })
  },
)

type Unplaced = Omit<ChainNodeView, keyof PlacedNode> & { id: string; dueAt: Date }

/** From its first start to its end; null while it has not ended, or never started. */
function durationOf({ startedAt, finishedAt }: DeploymentSummary): number | null {
  return startedAt === null || finishedAt === null ? null : finishedAt.getTime() - startedAt.getTime()
}
