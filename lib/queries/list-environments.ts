import { accept, type Result } from '@/lib/domain/result'
import { listEnvironments as allEnvironments } from '@/lib/postgres/environments'
import { useCase } from '@/lib/use-cases/use-case'
import type { EnvironmentView } from './resource-views'

/** All of the team, by name. */
export const listEnvironments = useCase(
  'view',
  async ({ database }, _input: object): Promise<Result<{ items: EnvironmentView[] }, never>> =>
    accept({ items: await allEnvironments(database) }),
)
