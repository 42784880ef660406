import {
  ATTENTION_KINDS,
  type AttentionFacts,
  type AttentionKind,
  LATE_IS_NEWS_MS,
  NOTICEABLY_LATE_MS,
} from '@/lib/domain/needs-attention'
import { Prisma } from '@/lib/generated/prisma/client'
import type { DeploymentSummary } from '@/lib/queries/deployment-views'
import type { TeamDatabase } from './database'
import { SUMMARY_COLUMNS, toSummary } from './deployment-rows'

/** Where a page of the list ended. */
export interface AttentionPosition {
  kind: AttentionKind
  dueAt: Date
  id: string
}

export interface AttentionRow {
  kind: AttentionKind
  deployment: DeploymentSummary
  dismissedAt: Date | null
  takenUpAt: Date | null
}

/** One stretch of what needs attention at `now`, after `after`: by kind, and of each what was due last first. */
export async function attentionPage(
  database: TeamDatabase,
  { now, after, limit }: { now: Date; after: AttentionPosition | null; limit: number },
): Promise<AttentionRow[]> {
  const places = await database.client.$queryRaw<Place[]>`
    SELECT id::text, rank, taken_up_at AS "takenUpAt" FROM (${open(database, now)}) AS open
    WHERE ${after === null ? Prisma.sql`true` : isAfter(after)}
    ORDER BY rank, due_at DESC, id DESC LIMIT ${limit}`
  const rows = await database.client.deployment.findMany({
    where: { teamId: database.teamId, id: { in: places.map(({ id }) => id) } },
    select: { ...SUMMARY_COLUMNS, dismissedAt: true },
  })
  const rowOf = new Map(rows.map((row) => [row.id, row]))
  return places.flatMap(({ id, rank, takenUpAt }) => {
    const row = rowOf.get(id)
    const kind = ATTENTION_KINDS[rank]
    if (row === undefined || kind === undefined) return []
    const { dismissedAt, ...summary } = row
    return [{ kind, deployment: toSummary(summary), dismissedAt, takenUpAt }]
  })
}

interface Place {
  id: string
  /** Of its kind, in ATTENTION_KINDS. */
  rank: number
  takenUpAt: Date | null
}

/** How many there are, of all kinds. */
export async function countAttention(database: TeamDatabase, now: Date): Promise<number> {
  const [row] = await database.client.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (${open(database, now)}) AS open`
  return row?.count ?? 0
}

export interface LockedAttentionFacts extends Omit<AttentionFacts, 'now'> {
  id: string
}

/** What the rule asks about one deployment, whose row is locked until the transaction ends; null: there is none. */
export async function lockAttentionFacts(
  { client, teamId }: TeamDatabase,
  id: string,
): Promise<LockedAttentionFacts | null> {
  const [row] = await client.$queryRaw<LockedAttentionFacts[]>`
    SELECT d.id::text, d.status::text, d.reason, d.due_at AS "dueAt", d.start_deadline_at AS "startDeadlineAt",
      d.started_at AS "startedAt", d.finished_at AS "finishedAt", d.dismissed_at AS "dismissedAt",
      ${TAKEN_UP_AT} AS "takenUpAt"
    FROM deployments d WHERE d.team_id = ${teamId}::uuid AND d.id = ${id}::uuid FOR UPDATE`
  return row ?? null
}

/** The row is locked by the caller. */
export async function writeDismissal(
  { client, teamId }: TeamDatabase,
  id: string,
  { at, by }: { at: Date; by: string },
): Promise<void> {
  await client.deployment.update({
    where: { teamId_id: { teamId, id } },
    data: { dismissedAt: at, dismissedBy: by },
    select: { id: true },
  })
}

/** Before its due time nothing leaves `scheduled` for these. */
const TAKEN_UP_AT = Prisma.sql`(
  SELECT min(t.at) FROM timeline_entries t
  WHERE t.team_id = d.team_id AND t.deployment_id = d.id AND t.at >= d.due_at
    AND t.from_status = 'scheduled' AND t.to_status IN ('running', 'waiting', 'held'))`

/**
 * `needsAttention` as statements: one for each kind, each along an index. A condition that stands in an
 * index of the migration is repeated as it stands there, so that the index is used.
 */
function open({ teamId }: TeamDatabase, now: Date): Prisma.Sql {
  const dueBefore = new Date(now.getTime() - NOTICEABLY_LATE_MS)
  const startedSince = new Date(now.getTime() - LATE_IS_NEWS_MS)
  return Prisma.sql`
    SELECT d.id, d.due_at, ${rankOf('overdue')} AS rank, NULL::timestamptz AS taken_up_at FROM deployments d
    WHERE d.team_id = ${teamId}::uuid AND d.status = 'scheduled' AND d.due_at < ${dueBefore}
    UNION ALL
    SELECT d.id, d.due_at, ${rankOf('missed')}, NULL FROM deployments d
    WHERE d.team_id = ${teamId}::uuid AND d.status = 'missed'
      AND (d.dismissed_at IS NULL OR d.dismissed_at < d.finished_at)
    UNION ALL
    SELECT d.id, d.due_at, ${rankOf('started_late')}, taken_up.at
    FROM deployments d CROSS JOIN LATERAL (SELECT coalesce(${TAKEN_UP_AT}, d.started_at) AS at) AS taken_up
    WHERE d.team_id = ${teamId}::uuid AND d.started_at - d.due_at > interval '1 minute'
      AND (d.dismissed_at IS NULL OR d.dismissed_at < d.started_at)
      AND d.started_at >= ${startedSince} AND taken_up.at > d.due_at + interval '1 minute'`
}

function isAfter({ kind, dueAt, id }: AttentionPosition): Prisma.Sql {
  const rank = rankOf(kind)
  return Prisma.sql`(rank > ${rank} OR rank = ${rank} AND (due_at, id) < (${dueAt}, ${id}::uuid))`
}

function rankOf(kind: AttentionKind): Prisma.Sql {
  return Prisma.raw(String(ATTENTION_KINDS.indexOf(kind)))
}
