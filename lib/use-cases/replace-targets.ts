import { PENDING_STATUSES } from '@/lib/domain/deployment-status'
import { accept, type Result } from '@/lib/domain/result'
import type { TeamDatabase } from '@/lib/postgres/database'
import {
  changeTarget,
  countDeploymentsOfTargets,
  insertTargets,
  lockTargets,
  removeTargets,
  type TargetRecord,
  type TargetSettings,
} from '@/lib/postgres/targets'
import { type Invalid, invalid } from './resource-refusals'

/**
 * Makes `wanted` the application's targets. One that stays keeps its id, so that its deployments follow
 * it; one that goes is retired when deployments refer to it; one that comes back is the retired one.
 * Nothing is pulled away from under a deployment that is pending or running.
 */
export async function replaceTargets(
  database: TeamDatabase,
  applicationId: string,
  wanted: readonly TargetSettings[],
): Promise<Result<null, Invalid>> {
  const existing = await lockTargets(database, applicationId)
  const gone = existing.filter(
    ({ retiredAt, environmentId }) =>
      retiredAt === null && !wanted.some((settings) => settings.environmentId === environmentId),
  )
  const obstacle = (await removalObstacle(database, gone)) ?? (await moveObstacle(database, existing, wanted))
  if (obstacle !== null) return obstacle

  const ids = gone.map(({ id }) => id)
  await removeTargets(database, ids, await database.now())
  const added: TargetSettings[] = []
  for (const settings of wanted) {
    const target = existingTarget(existing, settings.environmentId)
    if (target === undefined) added.push(settings)
    else await changeTarget(database, target.id, settings)
  }
  await insertTargets(database, applicationId, added)
  return accept(null)
}

async function removalObstacle(database: TeamDatabase, gone: readonly TargetRecord[]) {
  for (const target of gone) {
    const count = await countDeploymentsOfTargets(database, [target.id], [...PENDING_STATUSES, 'running'])
    if (count === 0) continue
    const which = count === 1 ? 'a deployment is' : `${count} deployments are`
    return invalid(
      'targets',
      `${target.environment} can’t be removed while ${which} scheduled or running there. Cancel or await that first.`,
    )
  }
  return null
}

/** A running deployment goes on looking at the service that it began with. */
async function moveObstacle(
  database: TeamDatabase,
  existing: readonly TargetRecord[],
  wanted: readonly TargetSettings[],
) {
  for (const [index, settings] of wanted.entries()) {
    const target = existingTarget(existing, settings.environmentId)
    if (target === undefined || !movesTo(target, settings)) continue
    if ((await countDeploymentsOfTargets(database, [target.id], ['running'])) === 0) continue
    return invalid(
      `targets.${index}.service`,
      `A deployment to ${target.environment} is running. Change its service or container when that has ended.`,
    )
  }
  return null
}

/** The one in use before a retired one; there can be several of those. */
function existingTarget(existing: readonly TargetRecord[], environmentId: string): TargetRecord | undefined {
  const there = existing.filter((target) => target.environmentId === environmentId)
  return there.find(({ retiredAt }) => retiredAt === null) ?? there.at(-1)
}

function movesTo(target: TargetRecord, settings: TargetSettings): boolean {
  return target.service !== settings.service || target.container !== settings.container
}
