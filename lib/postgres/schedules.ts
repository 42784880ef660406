import type { CatchUpRule, UnfinishedRule } from '@/lib/domain/occurrence-decision'
import { recurrenceSchema } from '@/lib/domain/recurrence'
import type { ScheduleTiming } from '@/lib/domain/schedule-times'
import { isUuid } from '@/lib/domain/uuid'
import type { Prisma } from '@/lib/generated/prisma/client'
import type { TeamDatabase } from './database'

/** What a person decides about a schedule. */
export interface ScheduleSettings extends ScheduleTiming {
  name: string
  applicationId: string
  environmentId: string
  /** Full reference; null redeploys what serves at each start. */
  image: string | null
  note: string | null
  startDeadlineMinutes: number
  unfinished: UnfinishedRule
  catchUp: CatchUpRule
  catchUpMinutes: number
}

/** A schedule as it is stored. */
export interface StoredSchedule extends ScheduleSettings {
  id: string
  application: { id: string; name: string; slug: string }
  environment: { id: string; name: string; slug: string }
  pausedAt: Date | null
  pausedBy: string | null
  pauseNote: string | null
  /** What becomes of every occurrence up to this instant has been decided and written. */
  settledUntil: Date
  /** When it is woken next; null: nothing comes any more. */
  nextAt: Date | null
  wakeUpId: string | null
  createdAt: Date
  createdBy: string
  createdById: string | null
}

const COLUMNS = {
  id: true,
  name: true,
  applicationId: true,
  environmentId: true,
  image: true,
  note: true,
  recurrence: true,
  timezone: true,
  gap: true,
  overlap: true,
  endsOn: true,
  jitterMinutes: true,
  startDeadlineMinutes: true,
  unfinished: true,
  catchUp: true,
  catchUpMinutes: true,
  pausedAt: true,
  pausedBy: true,
  pauseNote: true,
  settledUntil: true,
  nextAt: true,
  wakeUpId: true,
  createdAt: true,
  createdBy: true,
  createdById: true,
  application: { select: { id: true, name: true, slug: true } },
  environment: { select: { id: true, name: true, slug: true } },
} as const satisfies Prisma.ScheduleSelect

type Row = Prisma.ScheduleGetPayload<{ select: typeof COLUMNS }>

function toStored({ recurrence, ...row }: Row): StoredSchedule {
  return { ...row, recurrence: recurrenceSchema.parse(recurrence) }
}

/** By name. */
export async function listSchedules(database: TeamDatabase): Promise<StoredSchedule[]> {
  const rows = await database.client.schedule.findMany({
    where: { teamId: database.teamId },
    select: COLUMNS,
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  })
  return rows.map(toStored)
}

export async function readSchedule(database: TeamDatabase, id: string): Promise<StoredSchedule | null> {
  if (!isUuid(id)) return null
  const row = await database.client.schedule.findFirst({
    where: { teamId: database.teamId, id },
    select: COLUMNS,
  })
  return row === null ? null : toStored(row)
}

/** The same, locked until the transaction ends: its occurrences are made one after the other. */
export async function lockSchedule(database: TeamDatabase, id: string): Promise<StoredSchedule | null> {
  if (!isUuid(id)) return null
  await database.client.$queryRaw`
    SELECT id FROM schedules WHERE team_id = ${database.teamId}::uuid AND id = ${id}::uuid FOR UPDATE`
  return readSchedule(database, id)
}

export interface NewSchedule extends ScheduleSettings {
  id: string
  settledUntil: Date
  createdAt: Date
  createdBy: string
  createdById: string | null
}

export async function insertSchedule(database: TeamDatabase, schedule: NewSchedule): Promise<void> {
  await database.client.schedule.create({
    data: { ...schedule, teamId: database.teamId },
    select: { id: true },
  })
}

export type ScheduleChange = Partial<
  ScheduleSettings &
    Pick<StoredSchedule, 'pausedAt' | 'pausedBy' | 'pauseNote' | 'settledUntil' | 'nextAt' | 'wakeUpId'>
>

export async function changeSchedule(
  database: TeamDatabase,
  id: string,
  change: ScheduleChange,
): Promise<void> {
  await database.client.schedule.update({
    where: { teamId_id: { teamId: database.teamId, id } },
    data: change,
    select: { id: true },
  })
}

/** Pauses it without reading it, and lets nothing wake it. */
export async function stopSchedule(
  database: TeamDatabase,
  id: string,
  pause: { pausedAt: Date; pausedBy: string; pauseNote: string },
): Promise<void> {
  await database.client.schedule.updateMany({
    where: { teamId: database.teamId, id },
    data: { ...pause, nextAt: null, wakeUpId: null },
  })
}

/** With its occurrences; the deployments that it made stay. */
export async function deleteSchedule(database: TeamDatabase, id: string): Promise<void> {
  await database.client.schedule.delete({
    where: { teamId_id: { teamId: database.teamId, id } },
    select: { id: true },
  })
}
