import { isPending } from '@/lib/domain/deployment-status'
import { type Freeze, freezeAt, heedsFreezes } from '@/lib/domain/freeze-window'
import { accept, type Result, refuse } from '@/lib/domain/result'
import { readDeployment } from '@/lib/postgres/deployments'
import { freezeWindows } from '@/lib/postgres/freeze-windows'
import type { DeploymentNotFound } from '@/lib/use-cases/cancel-deployment'
import { useCase } from '@/lib/use-cases/use-case'

/** What holds a deployment, or will when it is due, as far as is known now. */
export interface FreezeOutlook {
  freeze: Freeze
  /** Where the deployment's time was asked for. */
  timezone: string
}

/** Null: nothing does, somebody let it through, or it has started or ended. */
export const getFreezeOutlook = useCase(
  'view',
  async ({ database }, { id }: { id: string }): Promise<Result<FreezeOutlook | null, DeploymentNotFound>> => {
    const deployment = await readDeployment(database, id)
    if (deployment === null) return refuse({ kind: 'not_found', what: 'deployment', name: id, path: 'id' })
    const { status, dueAt, timezone } = deployment
    if (!isPending(status) || !heedsFreezes(deployment)) return accept(null)
    const now = await database.now()
    const freeze = freezeAt(await freezeWindows(database), deployment, dueAt > now ? dueAt : now)
    return accept(freeze === null ? null : { freeze, timezone })
  },
)
