import { accept, type Result } from '@/lib/domain/result'
import { listApplications as allApplications } from '@/lib/postgres/applications'
import { useCase } from '@/lib/use-cases/use-case'
import type { ApplicationView } from './resource-views'

/** All of the team, by name. */
export const listApplications = useCase(
  'view',
  async ({ database }, _input: object): Promise<Result<{ items: ApplicationView[] }, never>> =>
    accept({ items: await allApplications(database) }),
)
