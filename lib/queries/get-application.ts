import { accept, type Result } from '@/lib/domain/result'
import { applicationView } from '@/lib/postgres/applications'
import { type NotFound, notFound } from '@/lib/use-cases/resource-refusals'
import { useCase } from '@/lib/use-cases/use-case'
import type { ApplicationView } from './resource-views'

/** By id or slug. */
export const getApplication = useCase(
  'view',
  async ({ database }, input: { id: string }): Promise<Result<ApplicationView, NotFound>> => {
    const application = await applicationView(database, input.id)
    return application === null ? notFound('application') : accept(application)
  },
)
