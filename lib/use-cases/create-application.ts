import { nameFault, slugFault } from '@/lib/domain/field-faults'
import { InvariantViolated } from '@/lib/domain/invariant-violated'
import { accept, type Result } from '@/lib/domain/result'
import { slugify } from '@/lib/domain/slug'
import { applicationView, insertApplication } from '@/lib/postgres/applications'
import { insertTargets } from '@/lib/postgres/targets'
import type { ApplicationView } from '@/lib/queries/resource-views'
import {
  type AlreadyExists,
  alreadyExists,
  firstFault,
  type Invalid,
  type NotFound,
} from './resource-refusals'
import { resolveTargets, type TargetInput } from './target-input'
import { useCase } from './use-case'

export interface CreateApplicationInput {
  name: string
  /** Null: made of the name. */
  slug: string | null
  targets: TargetInput[]
}

/** Adds an application and where it runs. */
export const createApplication = useCase(
  'administer',
  async (
    { database },
    input: CreateApplicationInput,
  ): Promise<Result<ApplicationView, NotFound | Invalid | AlreadyExists>> => {
    const name = input.name.trim()
    const chosen = input.slug?.trim() || null
    const slug = chosen ?? slugify(name)
    const slugPath = chosen === null ? 'name' : 'slug'
    const fault = firstFault({ name: nameFault(name) }) ?? firstFault({ [slugPath]: slugFault(slug) })
    if (fault !== null) return fault
    const targets = await resolveTargets(database, input.targets)
    if (!targets.ok) return targets
    if ((await applicationView(database, slug)) !== null) return alreadyExists(slugPath)
    const id = await insertApplication(database, { name, slug })
    await insertTargets(database, id, targets.value)
    const application = await applicationView(database, id)
    if (application === null) throw new InvariantViolated('An application that was just made is not there.')
    return accept(application)
  },
)
