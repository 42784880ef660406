import { nameFault, slugFault } from '@/lib/domain/field-faults'
import { InvariantViolated } from '@/lib/domain/invariant-violated'
import { accept, type Result } from '@/lib/domain/result'
import { applicationView, changeApplication, lockApplication } from '@/lib/postgres/applications'
import type { TeamDatabase } from '@/lib/postgres/database'
import type { ApplicationView } from '@/lib/queries/resource-views'
import { replaceTargets } from './replace-targets'
import {
  type AlreadyExists,
  alreadyExists,
  firstFault,
  type Invalid,
  type NotFound,
  notFound,
} from './resource-refusals'
import { resolveTargets, type TargetInput } from './target-input'
import { useCase } from './use-case'

/** What is left out stays as it is; `targets`, if given, is the whole new list. */
export interface UpdateApplicationInput {
  id: string
  name?: string | undefined
  slug?: string | null | undefined
  targets?: TargetInput[] | undefined
}

/** Changes an application and where it runs. */
export const updateApplication = useCase(
  'administer',
  async (
    { database },
    input: UpdateApplicationInput,
  ): Promise<Result<ApplicationView, NotFound | Invalid | AlreadyExists>> => {
    const before = await lockedApplication(database, input.id)
    if (before === null) return notFound('application')
    const name = input.name?.trim() ?? before.name
    const slug = input.slug?.trim() || before.slug
    const fault = firstFault({ name: nameFault(name), slug: slugFault(slug) })
    if (fault !== null) return fault
    if (slug !== before.slug && (await applicationView(database, slug)) !== null) return alreadyExists('slug')
    if (input.targets !== undefined) {
      const targets = await resolveTargets(database, input.targets)
      if (!targets.ok) return targets
      const replaced = await replaceTargets(database, before.id, targets.value)
      if (!replaced.ok) return replaced
    }
    await changeApplication(database, before.id, { name, slug })
    const after = await applicationView(database, before.id)
    if (after === null) throw new InvariantViolated('An application that was just changed is not there.')
    return accept(after)
  },
)

async function lockedApplication(database: TeamDatabase, id: string): Promise<ApplicationView | null> {
  return (await lockApplication(database, id, 'changes')) ? applicationView(database, id) : null
}
