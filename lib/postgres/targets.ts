import type { DeploymentStatus } from '@/lib/domain/deployment-status'
import type { TeamDatabase } from './database'

/** A target, and whether deployments stand in the way of changing it. */
export interface TargetRecord {
  id: string
  environmentId: string
  environment: string
  service: string
  container: string
  imageRepository: string | null
  retiredAt: Date | null
}

/**
 * All of an application, the retired ones included. Locks them until the transaction ends: a deployment
 * that is being scheduled on one of them comes before or after.
 */
export async function lockTargets(database: TeamDatabase, applicationId: string): Promise<TargetRecord[]> {
  await database.client.$queryRaw`
    SELECT id FROM targets WHERE team_id = ${database.teamId}::uuid AND application_id = ${applicationId}::uuid
    ORDER BY id FOR UPDATE`
  const rows = await database.client.target.findMany({
    where: { teamId: database.teamId, applicationId },
    select: {
      id: true,
      environmentId: true,
      service: true,
      container: true,
      imageRepository: true,
      retiredAt: true,
      environment: { select: { name: true } },
    },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
  return rows.map(({ environment, ...row }) => ({ ...row, environment: environment.name }))
}

export interface TargetSettings {
  environmentId: string
  service: string
  container: string
  imageRepository: string | null
}

export async function insertTargets(
  database: TeamDatabase,
  applicationId: string,
  targets: TargetSettings[],
): Promise<void> {
  await database.client.target.createMany({
    data: targets.map((target) => ({ ...target, teamId: database.teamId, applicationId })),
  })
}

/** Also brings a retired one back. */
export async function changeTarget(
  database: TeamDatabase,
  id: string,
  settings: TargetSettings,
): Promise<void> {
  await database.client.target.update({
    where: { teamId_id: { teamId: database.teamId, id } },
    data: { ...settings, retiredAt: null },
    select: { id: true },
  })
}

/** Deletes those that no deployment refers to, and retires the others: their history stays readable. */
export async function removeTargets(database: TeamDatabase, ids: string[], now: Date): Promise<void> {
  const where = { teamId: database.teamId, id: { in: ids } }
  await database.client.target.deleteMany({ where: { ...where, deployments: { none: {} } } })
  await database.client.target.updateMany({ where, data: { retiredAt: now } })
}

/** How many deployments of these targets are in one of the states. */
export async function countDeploymentsOfTargets(
  database: TeamDatabase,
  targetIds: string[],
  statuses: readonly DeploymentStatus[],
): Promise<number> {
  return database.client.deployment.count({
    where: { teamId: database.teamId, targetId: { in: targetIds }, status: { in: [...statuses] } },
  })
}

/** How many deployments of an environment run at the moment. */
export async function countRunningInEnvironment(
  database: TeamDatabase,
  environmentId: string,
): Promise<number> {
  return database.client.deployment.count({
    where: { teamId: database.teamId, environmentId, status: 'running' },
  })
}

/** What still needs an environment: names of the applications that can be deployed to it, and its deployments. */
export async function usersOfEnvironment(
  database: TeamDatabase,
  environmentId: string,
): Promise<{ applications: string[]; deployments: number }> {
  const targets = await database.client.target.findMany({
    where: { teamId: database.teamId, environmentId, retiredAt: null },
    select: { application: { select: { name: true } } },
    orderBy: { application: { name: 'asc' } },
  })
  const deployments = await database.client.deployment.count({
    where: { teamId: database.teamId, environmentId },
  })
  return { applications: targets.map(({ application }) => application.name), deployments }
}

export async function countDeploymentsOfApplication(
  database: TeamDatabase,
  applicationId: string,
): Promise<number> {
  return database.client.deployment.count({ where: { teamId: database.teamId, applicationId } })
}
