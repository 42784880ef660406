import { slugFault } from '@/lib/domain/field-faults'
import { accept, type Result } from '@/lib/domain/result'
import { slugify } from '@/lib/domain/slug'
import { environmentView, insertEnvironment } from '@/lib/postgres/environments'
import type { EnvironmentView } from '@/lib/queries/resource-views'
import { type EnvironmentInput, resolveEnvironment } from './environment-input'
import {
  type AlreadyExists,
  alreadyExists,
  firstFault,
  type Invalid,
  type NotFound,
} from './resource-refusals'
import { useCase } from './use-case'

/** Adds an environment. Its slug comes from its name and stays, whatever it is called later. */
export const createEnvironment = useCase(
  'administer',
  async (
    { database },
    input: EnvironmentInput,
  ): Promise<Result<EnvironmentView, NotFound | Invalid | AlreadyExists>> => {
    const settings = await resolveEnvironment(database, input)
    if (!settings.ok) return settings
    const slug = slugify(settings.value.name)
    const fault = firstFault({ name: slugFault(slug) })
    if (fault !== null) return fault
    if ((await environmentView(database, slug)) !== null) return alreadyExists('name')
    return accept(await insertEnvironment(database, { ...settings.value, slug }))
  },
)
