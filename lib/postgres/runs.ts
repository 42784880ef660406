import type { DeploymentStatus } from '@/lib/domain/deployment-status'
import { InvariantViolated } from '@/lib/domain/invariant-violated'
import { EMPTY_RUN_RECORD, type RunRecord, runRecordSchema } from '@/lib/domain/run-record'
import type { Prisma, RunStep } from '@/lib/generated/prisma/client'
import type { SystemDatabase, TeamDatabase } from './database'

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

/** What came of trying to take a run over for a step; `now` by the database's clock. */
export type Lease =
  | {
      kind: 'leased'
      now: Date
      run: Run
      /** The worker that stopped in the middle of this step before, if one did. */
      interrupted: string | null
    }
  /** Another worker is at it; should it have died, its lease ends then. */
  | { kind: 'busy'; until: Date }
  /** The wake-up is older than the run's last one, or the run is finished. */
  | { kind: 'stale' }

/** Takes the run over for one step: raises the fence, so that whoever held it before can write no more. */
export async function leaseRun(
  { client, teamId, clock }: TeamDatabase,
  order: { runId: string; wakeUp: number; leasedBy: string; leaseMs: number },
): Promise<Lease> {
  const [row] = await client.$queryRaw<LeaseRow[]>`
    WITH seen AS MATERIALIZED (
      SELECT id, leased_by, lease_expires_at FROM runs
      WHERE team_id = ${teamId}::uuid AND id = ${order.runId}::uuid AND wake_up = ${order.wakeUp} AND finished_at IS NULL
      FOR UPDATE
    ),
    clock AS MATERIALIZED (SELECT ${clock} AS now FROM seen),
    leased AS (
      UPDATE runs r SET fence = r.fence + 1, leased_by = ${order.leasedBy},
        lease_expires_at = clock.now + ${order.leaseMs}::float8 * interval '1 millisecond'
      FROM seen, clock
      WHERE r.id = seen.id AND (seen.lease_expires_at IS NULL OR seen.lease_expires_at <= clock.now)
      RETURNING r.*
    )
    SELECT clock.now, seen.leased_by AS interrupted, seen.lease_expires_at AS until, leased.id,
      leased.deployment_id AS "deploymentId", leased.attempt, leased.step::text, leased.fence, leased.wake_up AS "wakeUp",
      leased.started_at AS "startedAt", leased.cancel_requested_at AS "cancelRequestedAt",
      leased.cancel_requested_by AS "cancelRequestedBy", leased.record
    FROM clock, seen LEFT JOIN leased ON true`
  if (row === undefined) return { kind: 'stale' }
  const { now, interrupted, until, ...run } = row
  if (run.id !== null) return { kind: 'leased', now, interrupted, run: toRun(run) }
  if (until === null) throw new InvariantViolated(`Run ${order.runId} is held for ever.`)
  return { kind: 'busy', until }
}

type LeaseRow = { now: Date; interrupted: string | null; until: Date | null } & (RunColumns | { id: null })

/** Ends the leases of a worker that is known to be dead; answers how many. What it held says so still. */
export async function endLeases(database: SystemDatabase, worker: string): Promise<number> {
  const now = await database.now()
  const { count } = await database.client.run.updateMany({
    where: { finishedAt: null, leasedBy: { startsWith: worker }, leaseExpiresAt: { gt: now } },
    data: { leaseExpiresAt: now },
  })
  return count
}

/** Ends a run whatever it holds and whoever is at it: nobody can carry it on. False: it had ended. */
export async function abandonRun(
  database: TeamDatabase,
  runId: string,
  end: { at: Date; outcome: DeploymentStatus },
): Promise<boolean> {
  const { count } = await database.client.run.updateMany({
    where: { teamId: database.teamId, id: runId, finishedAt: null },
    data: {
      ...{ step: 'finished', finishedAt: end.at, outcome: end.outcome },
      ...{ fence: { increment: 1 }, leasedBy: null, leaseExpiresAt: null },
    },
  })
  return count === 1
}

/** Whose attempt a run is, and where it stands. Null: it has ended. */
export async function unfinishedRun(
  database: TeamDatabase,
  runId: string,
): Promise<{ deploymentId: string; step: RunStep } | null> {
  return database.client.run.findFirst({
    where: { teamId: database.teamId, id: runId, finishedAt: null },
    select: { deploymentId: true, step: true },
  })
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
  // One that can't be read must not hide the rest from whoever wants to know what happened.
  const readable = (record: unknown) => runRecordSchema.safeParse(record).data ?? EMPTY_RUN_RECORD
  return rows.map((row) => ({ ...row, record: readable(row.record) }))
}

type RunColumns = Omit<Run, 'record'> & { record: unknown }

function toRun(row: RunColumns): Run {
  return { ...row, record: runRecordSchema.parse(row.record) }
}

/** Through text: instants become ISO strings, as the schema reads them back. */
function toJson(record: RunRecord): Prisma.InputJsonValue {
  return JSON.parse(JSON.stringify(record)) as Prisma.InputJsonValue
}
