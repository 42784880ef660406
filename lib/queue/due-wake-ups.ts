import type { QueryConfig, QueryResultRow } from 'pg'
import { translateDatabaseError } from '@/lib/postgres/errors'
import { openPool } from '@/lib/postgres/pool'
import { type Queue, type WakeUp, wakeUpSchema } from './wake-up'

/** A wake-up that rang and is ours for a while. */
export interface TakenWakeUp {
  id: string
  /** Null: nobody can read what it says. */
  wakeUp: WakeUp | null
  /** How often it was tried before and failed by its own doing. */
  failures: number
  /** How often whoever had taken it was not heard of again, for whatever reason. */
  losses: number
  dueAt: Date
  /** How far away that was when it was taken, by the database's clock; not above 0: it was due. */
  dueInMs: number
}

export interface TakeOrder {
  queue: Queue
  limit: number
  /** How long before it is due one may be taken already. */
  aheadMs: number
  /** It rings again after this, unless it was dropped or moved: whoever took it must have died. */
  forMs: number
  /** Teams that had their turn already. */
  exceptTeams?: readonly string[]
  /** Only such as failed before, or only such as did not: a suspect is handled alone. */
  suspects: boolean
}

/**
 * The worker's side of the queue. Taking moves the job ahead by `forMs` instead of marking it: if the
 * worker dies, it rings again by itself, without heartbeats and without anybody looking for the dead
 * (pg-boss's own rescue took 10.5 s at the least, and counts all jobs to find out).
 */
export interface DueWakeUps {
  /** Oldest first. */
  take(order: TakeOrder): Promise<TakenWakeUp[]>
  /** Keeps what is in hand for another `forMs`; what was settled meanwhile stays as it is. */
  keep(wakeUpIds: readonly string[], forMs: number): Promise<void>
  /** It could not be handled; it rings again after `afterMs`. Without `counts` nothing was wrong with it. */
  failed(wakeUpId: string, failure: { afterMs: number; counts: boolean }): Promise<void>
  /**
   * Gives back what workers had taken that are known to be dead, by how their names begin; `atFault` when
   * they died of what they did.
   */
  giveBack(workers: string, options: { atFault: boolean }): Promise<number>
  drop(wakeUpId: string): Promise<void>
  close(): Promise<void>
}

export interface DueWakeUpsOptions {
  databaseUrl: string
  /** Noted on what it takes. */
  worker: string
  /** Moves the database's clock, in milliseconds. Only tests set it. */
  clockOffsetMs?: () => number
}

export function openDueWakeUps({ databaseUrl, worker, clockOffsetMs }: DueWakeUpsOptions): DueWakeUps {
  const pool = openPool({
    ...{ url: databaseUrl, applicationName: 'shipclock queue', maxConnections: 3, longestMs: 5_000 },
    // Forgetting that one was taken is harmless: nothing has been done yet. So no wait for the disk.
    settings: { role: 'shipclock_system', synchronous_commit: 'off' },
  })
  /** What the database can't do now is not the wake-up's fault, and must be told apart. */
  const query = <Row extends QueryResultRow>(config: QueryConfig) =>
    pool.query<Row>(config).catch((error: unknown) => {
      throw translateDatabaseError(error)
    })
  const offset = clockOffsetMs ?? (() => 0)
  return {
    async take({ queue, limit, aheadMs, forMs, exceptTeams = [], suspects }) {
      const values = [queue, limit, forMs, [...exceptTeams], suspects, worker, offset(), aheadMs]
      const { rows } = await query<JobRow>({ name: 'take', text: TAKE, values })
      return rows.map(toTaken).sort((one, other) => one.dueAt.getTime() - other.dueAt.getTime())
    },
    async keep(wakeUpIds, forMs) {
      await query({ name: 'keep', text: KEEP, values: [[...wakeUpIds], forMs, worker, offset()] })
    },
    async failed(wakeUpId, { afterMs, counts }) {
      const values = [wakeUpId, afterMs, counts ? 1 : 0, offset(), worker]
      await query({ name: 'failed', text: FAILED, values })
    },
    async giveBack(dead, { atFault }) {
      const { rowCount } = await query({ text: GIVE_BACK, values: [dead, atFault ? 1 : 0, offset()] })
      return rowCount ?? 0
    },
    async drop(wakeUpId) {
      await query({ text: DROP, values: [wakeUpId] })
    },
    close: () => pool.end(),
  }
}

const NOW = (parameter: string) => `clock_timestamp() + ${parameter}::float8 * interval '1 millisecond'`

/** `output` says who has it (`by`), and how often those who had it vanished (`losses`). */
const TAKE = `
  WITH clock AS MATERIALIZED (SELECT ${NOW('$7')} AS now),
  due AS (
    SELECT j.id, j.start_after FROM pgboss.job j
    WHERE j.name = $1 AND j.state < 'active' AND j.start_after <= (SELECT now + $8::float8 * interval '1 millisecond' FROM clock)
      AND (j.retry_count > 0) = $5 AND NOT (j.group_id = ANY($4::text[]))
    ORDER BY j.start_after LIMIT $2 FOR UPDATE SKIP LOCKED
  )
  UPDATE pgboss.job j
  SET start_after = clock.now + $3::float8 * interval '1 millisecond',
    output = jsonb_build_object('by', $6::text, 'losses',
      coalesce((j.output ->> 'losses')::int, 0) + CASE WHEN j.output ? 'by' THEN 1 ELSE 0 END)
  FROM due, clock WHERE j.name = $1 AND j.id = due.id
  RETURNING j.id, j.data, j.retry_count AS failures, (j.output ->> 'losses')::int AS losses, due.start_after AS "dueAt",
    extract(epoch FROM due.start_after - clock.now)::float8 * 1000 AS "dueInMs"`

const KEEP = `
  UPDATE pgboss.job SET start_after = ${NOW('$4')} + $2::float8 * interval '1 millisecond'
  WHERE id = ANY($1::uuid[]) AND state < 'active' AND output ->> 'by' = $3`

// Not one that was settled meanwhile: under the same id the run's next step may be waiting.
const FAILED = `
  UPDATE pgboss.job
  SET start_after = ${NOW('$4')} + $2::float8 * interval '1 millisecond', retry_count = retry_count + $3::int, output = NULL
  WHERE id = $1::uuid AND state < 'active' AND output ->> 'by' = $5`

const GIVE_BACK = `
  UPDATE pgboss.job SET start_after = ${NOW('$3')}, retry_count = retry_count + $2::int, output = NULL
  WHERE state < 'active' AND starts_with(output ->> 'by', $1)`

const DROP = `DELETE FROM pgboss.job WHERE id = $1::uuid AND state < 'active'`

interface JobRow {
  id: string
  data: unknown
  failures: number
  losses: number
  dueAt: Date
  dueInMs: number
}

function toTaken({ data, ...row }: JobRow): TakenWakeUp {
  const parsed = wakeUpSchema.safeParse(data)
  return { ...row, wakeUp: parsed.success ? parsed.data : null }
}
