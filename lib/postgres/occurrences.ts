import type { DeploymentStatus } from '@/lib/domain/deployment-status'
import { PENDING_STATUSES } from '@/lib/domain/deployment-status'
import type { SkipCause } from '@/lib/domain/occurrence-decision'
import type { TeamDatabase } from './database'

/** What became of an instant of a schedule. */
export interface StoredOccurrence {
  id: string
  /** Without jitter. */
  dueAt: Date
  localTime: string
  /** Null: it was made. */
  cause: SkipCause | null
  reason: string
  /** Also of one that was made and then left out. */
  deployment: { id: string; status: DeploymentStatus; dueAt: Date } | null
}

export interface NewOccurrence {
  scheduleId: string
  dueAt: Date
  localTime: string
  cause: SkipCause | null
  reason: string
  deploymentId: string | null
  createdAt: Date
}

const COLUMNS = {
  id: true,
  dueAt: true,
  localTime: true,
  cause: true,
  reason: true,
  deployment: { select: { id: true, status: true, dueAt: true } },
} as const

/** @throws UniqueViolation where that instant of the schedule is there already. */
export async function insertOccurrences(
  database: TeamDatabase,
  occurrences: readonly NewOccurrence[],
): Promise<void> {
  await database.client.occurrence.createMany({
    data: occurrences.map((one) => ({
      ...one,
      teamId: database.teamId,
      state: one.cause === null ? ('made' as const) : ('skipped' as const),
    })),
  })
}

/** Newest first. */
export async function occurrencesOfSchedule(
  database: TeamDatabase,
  scheduleId: string,
  { before, limit }: { before: { dueAt: Date; id: string } | null; limit: number },
): Promise<StoredOccurrence[]> {
  const position = before && {
    OR: [{ dueAt: { lt: before.dueAt } }, { dueAt: before.dueAt, id: { lt: before.id } }],
  }
  return database.client.occurrence.findMany({
    where: { teamId: database.teamId, scheduleId, ...position },
    select: COLUMNS,
    orderBy: [{ dueAt: 'desc' }, { id: 'desc' }],
    take: limit,
  })
}

/** Those whose deployments have not ended, oldest first. */
export async function unfinishedOccurrences(
  database: TeamDatabase,
  scheduleId: string,
): Promise<StoredOccurrence[]> {
  return database.client.occurrence.findMany({
    where: {
      ...{ teamId: database.teamId, scheduleId, cause: null },
      deployment: { status: { in: [...PENDING_STATUSES, 'running'] } },
    },
    select: COLUMNS,
    orderBy: [{ dueAt: 'asc' }, { id: 'asc' }],
  })
}

/** It is left out after all; its deployment stays, for the record. */
export async function skipOccurrence(
  database: TeamDatabase,
  id: string,
  { cause, reason }: { cause: SkipCause; reason: string },
): Promise<void> {
  await database.client.occurrence.updateMany({
    where: { teamId: database.teamId, id },
    data: { state: 'skipped', cause, reason },
  })
}

/** Forgets what was laid down for instants after `after`: it is planned anew. */
export async function deleteOccurrencesAfter(
  database: TeamDatabase,
  scheduleId: string,
  after: Date,
): Promise<void> {
  await database.client.occurrence.deleteMany({
    where: { teamId: database.teamId, scheduleId, dueAt: { gt: after } },
  })
}
