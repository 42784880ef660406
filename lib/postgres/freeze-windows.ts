import type { FreezeSpan } from '@/lib/domain/freeze-span'
import type { FreezeEffect, FreezeWindow } from '@/lib/domain/freeze-window'
import { InvariantViolated } from '@/lib/domain/invariant-violated'
import { isUuid } from '@/lib/domain/uuid'
import { Prisma } from '@/lib/generated/prisma/client'
import type { FreezeView } from '@/lib/queries/resource-views'
import type { TeamDatabase } from './database'

/** A window as a column of JSON. */
export type FreezeWindowJson = Omit<FreezeWindow, 'span'> & SpanColumns<string>

interface SpanColumns<Instant> {
  timezone: string
  startsAt: Instant | null
  endsAt: Instant | null
  weekdays: number[]
  fromTime: string | null
  untilTime: string | null
}

/**
 * For a statement that reads other things, too: all windows of the team that still matter, as one value.
 * An allowed one that has ended does: it says that nothing is allowed any more.
 */
export function freezeWindowsJson({ teamId, clock }: TeamDatabase): Prisma.Sql {
  return Prisma.sql`
    SELECT coalesce(jsonb_agg(jsonb_build_object('id', w.id, 'effect', w.effect, 'reason', w.reason,
      'environmentId', w.environment_id, 'applicationId', w.application_id, 'timezone', w.timezone,
      'startsAt', w.starts_at, 'endsAt', w.ends_at, 'weekdays', w.weekdays, 'fromTime', w.from_time,
      'untilTime', w.until_time) ORDER BY w.created_at, w.id), '[]')
    FROM freeze_windows w
    WHERE w.team_id = ${teamId}::uuid AND (w.effect = 'allow' OR w.ends_at IS NULL OR w.ends_at > ${clock})`
}

export function freezeWindowOf(json: FreezeWindowJson): FreezeWindow {
  const { id, effect, reason, environmentId, applicationId, startsAt, endsAt } = json
  const span = spanOf({
    ...json,
    startsAt: startsAt === null ? null : new Date(startsAt),
    endsAt: endsAt === null ? null : new Date(endsAt),
  })
  return { id, effect, reason, environmentId, applicationId, span }
}

/** All of the team that still matter. */
export async function freezeWindows(database: TeamDatabase): Promise<FreezeWindow[]> {
  const [row] = await database.client.$queryRaw<{ windows: FreezeWindowJson[] }[]>`
    SELECT (${freezeWindowsJson(database)}) AS windows`
  return (row?.windows ?? []).map(freezeWindowOf)
}

const VIEW_COLUMNS = {
  ...{ id: true, effect: true, reason: true, timezone: true, createdBy: true, createdAt: true },
  ...{ startsAt: true, endsAt: true, weekdays: true, fromTime: true, untilTime: true },
  environment: { select: { id: true, name: true, slug: true } },
  application: { select: { id: true, name: true, slug: true } },
} as const

type ViewRow = Omit<FreezeView, 'span'> & SpanColumns<Date>

function toView(row: ViewRow): FreezeView {
  const { id, effect, reason, environment, application, createdBy, createdAt } = row
  return { id, effect, reason, environment, application, createdBy, createdAt, span: spanOf(row) }
}

/** The weekly ones first, then the others by when they begin, also such as have ended. */
export async function listFreezes(database: TeamDatabase): Promise<FreezeView[]> {
  const rows = await database.client.freezeWindow.findMany({
    where: { teamId: database.teamId },
    select: VIEW_COLUMNS,
    orderBy: [{ startsAt: { sort: 'asc', nulls: 'first' } }, { createdAt: 'asc' }, { id: 'asc' }],
  })
  return rows.map(toView)
}

export async function freezeView(database: TeamDatabase, id: string): Promise<FreezeView | null> {
  if (!isUuid(id)) return null
  const row = await database.client.freezeWindow.findFirst({
    where: { teamId: database.teamId, id },
    select: VIEW_COLUMNS,
  })
  return row === null ? null : toView(row)
}

export interface FreezeSettings {
  effect: FreezeEffect
  reason: string
  environmentId: string | null
  applicationId: string | null
  span: FreezeSpan
}

export async function insertFreeze(
  database: TeamDatabase,
  { span, ...settings }: FreezeSettings & { createdBy: string },
): Promise<FreezeView> {
  const data = { ...settings, ...columnsOf(span), teamId: database.teamId }
  return toView(await database.client.freezeWindow.create({ data, select: VIEW_COLUMNS }))
}

export async function changeFreeze(
  database: TeamDatabase,
  id: string,
  { span, ...settings }: FreezeSettings,
): Promise<FreezeView> {
  const row = await database.client.freezeWindow.update({
    where: { teamId_id: { teamId: database.teamId, id } },
    data: { ...settings, ...columnsOf(span) },
    select: VIEW_COLUMNS,
  })
  return toView(row)
}

/** False: there is none. */
export async function deleteFreeze(database: TeamDatabase, id: string): Promise<boolean> {
  if (!isUuid(id)) return false
  const { count } = await database.client.freezeWindow.deleteMany({
    where: { teamId: database.teamId, id },
  })
  return count > 0
}

function spanOf(row: SpanColumns<Date>): FreezeSpan {
  const { timezone, startsAt, endsAt, weekdays, fromTime, untilTime } = row
  if (startsAt !== null && endsAt !== null) return { kind: 'once', startsAt, endsAt, timezone }
  if (fromTime !== null && untilTime !== null) {
    return { kind: 'weekly', timezone, weekdays, from: fromTime, until: untilTime }
  }
  throw new InvariantViolated('A freeze window is neither once nor weekly.')
}

function columnsOf(span: FreezeSpan): SpanColumns<Date> {
  const { timezone } = span
  const never = { startsAt: null, endsAt: null, weekdays: [], fromTime: null, untilTime: null }
  if (span.kind === 'once') {
    return { ...never, timezone, startsAt: span.startsAt, endsAt: span.endsAt }
  }
  return { ...never, timezone, weekdays: [...span.weekdays], fromTime: span.from, untilTime: span.until }
}
