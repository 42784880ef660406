import { accept, type Result } from '@/lib/domain/result'
import { teamView } from '@/lib/postgres/teams'
import { useCase } from '@/lib/use-cases/use-case'
import type { TeamView } from './resource-views'

/** The actor's team. */
export const getTeam = useCase(
  'view',
  async ({ database }, _input: object): Promise<Result<TeamView, never>> => accept(await teamView(database)),
)
