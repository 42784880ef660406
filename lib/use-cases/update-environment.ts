import { accept, type Result } from '@/lib/domain/result'
import { changeEnvironment, environmentView, lockEnvironment } from '@/lib/postgres/environments'
import { countRunningInEnvironment } from '@/lib/postgres/targets'
import type { EnvironmentView } from '@/lib/queries/resource-views'
import { resolveEnvironment } from './environment-input'
import { type Invalid, invalid, type NotFound, notFound } from './resource-refusals'
import { useCase } from './use-case'

/** What is left out stays as it is. */
export interface UpdateEnvironmentInput {
  id: string
  name?: string | undefined
  /** Id or name. */
  cloudAccount?: string | undefined
  cluster?: string | undefined
  startDeadlineMinutes?: number | null | undefined
}

/** Changes an environment. Deployments that have not started yet go to where it is then. */
export const updateEnvironment = useCase(
  'administer',
  async (
    { database },
    input: UpdateEnvironmentInput,
  ): Promise<Result<EnvironmentView, NotFound | Invalid>> => {
    const before = (await lockEnvironment(database, input.id))
      ? await environmentView(database, input.id)
      : null
    if (before === null) return notFound('environment')
    const settings = await resolveEnvironment(database, {
      name: input.name ?? before.name,
      cloudAccount: input.cloudAccount ?? before.cloudAccount.id,
      cluster: input.cluster ?? before.cluster,
      startDeadlineMinutes:
        input.startDeadlineMinutes === undefined ? before.startDeadlineMinutes : input.startDeadlineMinutes,
    })
    if (!settings.ok) return settings
    const { cloudAccountId, cluster } = settings.value
    const moves = cloudAccountId !== before.cloudAccount.id || cluster !== before.cluster
    if (moves && (await countRunningInEnvironment(database, before.id)) > 0) {
      const path = cluster !== before.cluster ? 'cluster' : 'cloudAccount'
      return invalid(
        path,
        'A deployment to this environment is running. Change where it is when that has ended.',
      )
    }
    return accept(await changeEnvironment(database, before.id, settings.value))
  },
)
