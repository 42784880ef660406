import type { DeploymentStatus } from '@/lib/domain/deployment-status'
import { type RunRecord, runRecordSchema } from '@/lib/domain/run-record'
import type { TeamDatabase } from './database'

/** A deployment that reverts another one, as far as moving and cancelling it needs it. */
export interface Revert {
  id: string
  status: DeploymentStatus
  dueAt: Date
  startDeadlineAt: Date
  timezone: string
}

/** The reverts that were made of a deployment, newest first. */
export async function revertsOf(database: TeamDatabase, id: string): Promise<Revert[]> {
  return database.client.deployment.findMany({
    where: { teamId: database.teamId, revertsId: id },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: { id: true, status: true, dueAt: true, startDeadlineAt: true, timezone: true },
  })
}

/** What the run that made a deployment succeed wrote down; null: it has not succeeded. */
export async function successfulRecord(
  database: TeamDatabase,
  deploymentId: string,
): Promise<RunRecord | null> {
  const run = await database.client.run.findFirst({
    where: { teamId: database.teamId, deploymentId, outcome: 'succeeded' },
    orderBy: { attempt: 'desc' },
    select: { record: true },
  })
  return run === null ? null : runRecordSchema.parse(run.record)
}

/** Where a deployment goes to, and who asked for it: its revert goes there too, and concerns them too. */
export async function placeOf(
  database: TeamDatabase,
  id: string,
): Promise<{ targetId: string; applicationId: string; environmentId: string; createdById: string | null }> {
  return database.client.deployment.findUniqueOrThrow({
    where: { teamId_id: { teamId: database.teamId, id } },
    select: { targetId: true, applicationId: true, environmentId: true, createdById: true },
  })
}

/** Who confirmed a deployment that would have been reverted otherwise; null: nobody has. */
export async function confirmationOf(database: TeamDatabase, id: string): Promise<string | null> {
  const row = await database.client.deployment.findUniqueOrThrow({
    where: { teamId_id: { teamId: database.teamId, id } },
    select: { confirmedBy: true },
  })
  return row.confirmedBy
}

/** Notes that somebody confirmed it. The row is locked by the caller. */
export async function writeConfirmation(
  database: TeamDatabase,
  id: string,
  confirmation: { at: Date; by: string },
): Promise<void> {
  await database.client.deployment.update({
    where: { teamId_id: { teamId: database.teamId, id } },
    data: { confirmedAt: confirmation.at, confirmedBy: confirmation.by },
    select: { id: true },
  })
}
