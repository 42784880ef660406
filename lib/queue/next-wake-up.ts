import type { Client } from 'pg'
import type { Queue } from './wake-up'

/** When a queue has something to do. */
export interface NextWakeUp {
  /** Whether something is due already. */
  isDue: boolean
  /** When the next one after that is due, epoch milliseconds of the database's clock; null: none is asked for. */
  at: number | null
  /** How far away that is. */
  inMs: number | null
}

/**
 * Asks the job table, by an index that `installQueue` makes for it. What is due within `aheadMs` counts as
 * due, and how far away the next one is, is told until it does. Both are the first entry of a stretch of
 * the index: asking whether there EXISTS one that is due made PostgreSQL read the whole table.
 */
export async function nextWakeUp(client: Client, queue: Queue, aheadMs: number): Promise<NextWakeUp> {
  const { rows } = await client.query<{ is_due: boolean; at: number | null; in_ms: number | null }>({
    name: 'next_wake_up',
    text: `WITH clock AS MATERIALIZED (SELECT clock_timestamp() + $2::float8 * interval '1 millisecond' AS now)
     SELECT
       coalesce(first.start_after <= clock.now, false) AS is_due,
       extract(epoch FROM next.start_after)::float8 * 1000 AS at,
       extract(epoch FROM next.start_after - clock.now)::float8 * 1000 AS in_ms
     FROM clock LEFT JOIN LATERAL (
       SELECT start_after FROM pgboss.job WHERE name = $1 AND state < 'active' ORDER BY start_after LIMIT 1
     ) first ON true LEFT JOIN LATERAL (
       SELECT start_after FROM pgboss.job
       WHERE name = $1 AND state < 'active' AND start_after > clock.now
       ORDER BY start_after LIMIT 1
     ) next ON true`,
    values: [queue, aheadMs],
  })
  const row = rows[0]
  return { isDue: row?.is_due ?? false, at: row?.at ?? null, inMs: row?.in_ms ?? null }
}
