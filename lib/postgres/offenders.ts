import { Prisma } from '@/lib/generated/prisma/client'
import type { SystemDatabase, TeamDatabase } from './database'
import type { Invariant, Moment } from './invariants/invariant'

/** A row that breaks an invariant. */
export interface Offender {
  /** Null where it is about no team's row. */
  teamId: string | null
  deploymentId: string | null
  /** The values that contradict each other, in a few words. */
  detail: string
}

/** How many rows break the invariant, and the first `limit` of them. */
export async function offendersOf(
  { client }: SystemDatabase,
  invariant: Invariant,
  moment: Moment,
  limit: number,
): Promise<{ count: number; first: Offender[] }> {
  const rows = await client.$queryRaw<(Offender & { count: number })[]>`
    SELECT o.team_id::text AS "teamId", o.deployment_id::text AS "deploymentId", o.detail,
      (count(*) OVER ())::int AS count
    FROM (${invariant.offenders(moment)}) o LIMIT ${limit}`
  return { count: rows[0]?.count ?? 0, first: rows.map(({ count: _, ...offender }) => offender) }
}

/** Whether this deployment of the team breaks the invariant now. */
export async function breaks(
  { client, teamId }: TeamDatabase,
  invariant: Invariant,
  moment: Moment,
  deploymentId: string,
): Promise<boolean> {
  const rows = await client.$queryRaw<unknown[]>(Prisma.sql`
    SELECT 1 FROM (${invariant.offenders(moment)}) o
    WHERE o.team_id = ${teamId}::uuid AND o.deployment_id = ${deploymentId}::uuid LIMIT 1`)
  return rows.length > 0
}
