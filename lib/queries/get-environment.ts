import { accept, type Result } from '@/lib/domain/result'
import { environmentView } from '@/lib/postgres/environments'
import { type NotFound, notFound } from '@/lib/use-cases/resource-refusals'
import { useCase } from '@/lib/use-cases/use-case'
import type { EnvironmentView } from './resource-views'

/** By id or slug. */
export const getEnvironment = useCase(
  'view',
  async ({ database }, input: { id: string }): Promise<Result<EnvironmentView, NotFound>> => {
    const environment = await environmentView(database, input.id)
    return environment === null ? notFound('environment') : accept(environment)
  },
)
