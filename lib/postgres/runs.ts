import type { DeploymentStatus } from '@/lib/domain/deployment-status'
import { EMPTY_RUN_RECORD, type RunRecord, runRecordSchema } from '@/lib/domain/run-record'
import type { Prisma, RunStep } from '@/lib/generated/prisma/client'
import type { TeamDatabase } from './database'

export type { RunStep } from '@/lib/generated/prisma/client'

/** A run as its executor works with it, and what it deploys where. */
export interface Run {
  id: string
  deploymentId: string
  attempt: number
  step: RunStep
  fence: number
  wakeUp: number
  startedAt: Date
  cancelRequestedAt: Date | null
  cancelRequestedBy: string | null
  record: RunRecord
}

/** How a service is recognised whatever it is called elsewhere: one run at a time may touch it. */
export function serviceKey(service: { cloudAccountId: string; cluster: string; service: string }): string {
  return `${service.cloudAccountId}/${service.cluster}/${service.service}`
}

/**
 * Makes everybody who wants to start a run on this service queue up until the transaction ends, and
 * answers the deployment whose run is under way there, if one is.
 */
export async function lockService(
  database: TeamDatabase,
  key: string,
): Promise<{ deploymentId: string } | null> {
  await database.client.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${key}, 0))`
  return database.client.run.findFirst({
    where: { teamId: database.teamId, serviceKey: key, finishedAt: null },
    select: { deploymentId: true },
  })
}

/** Inserts the next attempt of a deployment; the caller asks for its first wake-up. */
export async function insertRun(
  database: TeamDatabase,
  run: { id: string; deploymentId: string; serviceKey: string; startedAt: Date },
): Promise<{ attempt: number }> {
  const attempt =
    1 +
    (await database.client.run.count({ where: { teamId: database.teamId, deploymentId: run.deploymentId } }))
  await database.client.run.create({
    data: {
      ...run,
      teamId: database.teamId,
      attempt,
      nextWakeUpAt: run.startedAt,
      record: toJson(EMPTY_RUN_RECORD),
    },
    select: { id: true },
  })
  return { attempt }
}

/** What came of trying to take a run over for a step. */
export type Lease =
  | {
      kind: 'leased'
      run: Run /** The worker that stopped in the middle of this step before, if one did. */
      interrupted: string | null
    }
  /** Another worker is at it; should it have died, its lease ends then. */
  | { kind: 'busy'; until: Date }
  /** The wake-up is older than the run's last one, or the run is finished. */
  | { kind: 'stale' }

/** Takes the run over for one step: raises the fence, so that whoever held it before can write no more. */
export async function leaseRun(
  database: TeamDatabase,
  order: { runId: string; wakeUp: number; leasedBy: string; now: Date; leaseExpiresAt: Date },
): Promise<Lease> {
  const row = await database.client.run.findFirst({
    where: { teamId: database.teamId, id: order.runId, wakeUp: order.wakeUp, finishedAt: null },
    select: { ...RUN_COLUMNS, leasedBy: true, leaseExpiresAt: true },
  })
  if (row === null) return { kind: 'stale' }
  const { leasedBy, leaseExpiresAt, ...run } = row
  if (leaseExpiresAt !== null && leaseExpiresAt > order.now) return { kind: 'busy', until: leaseExpiresAt }
  const fence = run.fence + 1
  const { count } = await database.client.run.updateMany({
    where: { teamId: database.teamId, id: run.id, fence: run.fence, wakeUp: run.wakeUp, finishedAt: null },
    data: { fence, leasedBy: order.leasedBy, leaseExpiresAt: order.leaseExpiresAt },
  })
  // Somebody else took it between the two statements: their lease is as long as ours would be.
  if (count === 0) return { kind: 'busy', until: order.leaseExpiresAt }
  return { kind: 'leased', run: toRun({ ...run, fence }), interrupted: leasedBy }
}

export interface RunChange {
  record?: RunRecord
  step?: RunStep
  /** Sets the number of the next wake-up and ends the lease. */
  release?: { wakeUp: number; nextWakeUpAt: Date }
  finished?: { at: Date; outcome: DeploymentStatus }
}

/** Writes what a step found. False: another worker took the run over meanwhile, and nothing was written. */
export async function changeRun(
  database: TeamDatabase,
  run: { id: string; fence: number },
  change: RunChange,
): Promise<boolean> {
  const { count } = await database.client.run.updateMany({
    where: { teamId: database.teamId, id: run.id, fence: run.fence, finishedAt: null },
    data: {
      ...(change.record && { record: toJson(change.record) }),
      ...(change.step && { step: change.step }),
      ...(change.release && { ...change.release, leasedBy: null, leaseExpiresAt: null }),
      ...(change.finished && {
        step: 'finished',
        finishedAt: change.finished.at,
        outcome: change.finished.outcome,
        leasedBy: null,
        leaseExpiresAt: null,
      }),
    },
  })
  return count === 1
}

/** Notes that somebody wants the run stopped; its executor acts on it at its next step. */
export async function requestStop(
  database: TeamDatabase,
  deploymentId: string,
  wish: { at: Date; by: string },
): Promise<{ id: string; wakeUp: number } | null> {
  const where = { teamId: database.teamId, deploymentId, finishedAt: null }
  await database.client.run.updateMany({
    where: { ...where, cancelRequestedAt: null },
    data: { cancelRequestedAt: wish.at, cancelRequestedBy: wish.by },
  })
  return database.client.run.findFirst({ where, select: { id: true, wakeUp: true } })
}

export async function stopRequestedAt(database: TeamDatabase, deploymentId: string): Promise<Date | null> {
  const run = await database.client.run.findFirst({
    where: { teamId: database.teamId, deploymentId, finishedAt: null },
    select: { cancelRequestedAt: true },
  })
  return run?.cancelRequestedAt ?? null
}

export interface RunRow extends Omit<Run, 'fence' | 'wakeUp' | 'deploymentId' | 'cancelRequestedBy'> {
  finishedAt: Date | null
  outcome: DeploymentStatus | null
}

/** All attempts of a deployment, newest first. */
export async function runsOf(database: TeamDatabase, deploymentId: string): Promise<RunRow[]> {
  const rows = await database.client.run.findMany({
    where: { teamId: database.teamId, deploymentId },
    orderBy: { attempt: 'desc' },
    select: {
      id: true,
      attempt: true,
      step: true,
      startedAt: true,
      finishedAt: true,
      outcome: true,
      cancelRequestedAt: true,
      record: true,
    },
  })
  return rows.map((row) => ({ ...row, record: runRecordSchema.parse(row.record) }))
}

const RUN_COLUMNS = {
  id: true,
  deploymentId: true,
  attempt: true,
  step: true,
  fence: true,
  wakeUp: true,
  startedAt: true,
  cancelRequestedAt: true,
  cancelRequestedBy: true,
  record: true,
} as const satisfies Prisma.RunSelect

function toRun(row: Prisma.RunGetPayload<{ select: typeof RUN_COLUMNS }>): Run {
  return { ...row, record: runRecordSchema.parse(row.record) }
}

/** Through text: instants become ISO strings, as the schema reads them back. */
function toJson(record: RunRecord): Prisma.InputJsonValue {
  return JSON.parse(JSON.stringify(record)) as Prisma.InputJsonValue
}
