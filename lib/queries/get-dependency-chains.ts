import { accept, type Result } from '@/lib/domain/result'
import { dependencyChains } from '@/lib/postgres/dependency-chains'
import { type UseCaseContext, useCase } from '@/lib/use-cases/use-case'
import type { DependencyView } from './deployment-views'

/**
 * What the given deployments wait for: their direct dependencies, and along the first of each down to the
 * end of the chain. By dependent; the one that is due first comes first.
 */
export const getDependencyChains = useCase(
  'view',
  async (
    { database }: UseCaseContext,
    { ids }: { ids: readonly string[] },
  ): Promise<Result<Map<string, DependencyView[]>, never>> =>
    accept(ids.length === 0 ? new Map() : await dependencyChains(database, ids)),
)
