import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { createTeamFixture, openTestServices } from '@/tests/setup/fixtures'
import type { BenchOptions } from './benchmark'
import { type Figures, rounded, summarise } from './figures'
import { latenessOfPeer, type Peer } from './peers'
import { plantDeployments } from './plant-deployments'
import { scheduleOne } from './schedule-one'
import { withScratchShipclock } from './scratch-postgres'
import { type Claims, claimRaw } from './storm-ceiling'
import { withWorkers } from './worker-processes'

const DEPLOYMENTS = 10_000
const WORKERS = [1, 2, 4]
/** From planting to the instant in which all are due: workers and peers are ready by then. */
const LEAD_MS = 30_000
/** What has not begun by then is not waited for. */
const LIMIT_MS = 60_000
const HOUR_MS = 3_600_000

/**
 * 10,000 deployments of one team and one of another, due in the same instant: until each one's start is
 * recorded. The whole product but for ECS, which is stubbed at its port; the runs that begin go on beside
 * it. Next to it the least that PostgreSQL could do for it, and peers with an empty handler.
 */
export async function benchStorm({ peers, say }: BenchOptions): Promise<Figures[]> {
  const figures: Figures[] = []
  for (const workers of WORKERS) {
    say(`shipclock, ${workers} ${workers === 1 ? 'worker' : 'workers'}`)
    figures.push(await measureOurs(workers))
  }
  for (const workers of WORKERS) {
    say(`raw ceiling, ${workers} ${workers === 1 ? 'connection' : 'connections'}`)
    figures.push(await measureCeiling(workers))
  }
  for (const peer of peers) {
    say(peer.name)
    figures.push(await measurePeer(peer))
  }
  return figures
}

interface Storm {
  databaseUrl: string
  services: Awaited<ReturnType<typeof openTestServices>>
  /** When all are due. */
  at: Date
  /** Of the other team. */
  single: string
}

/** Makes the teams, and all that comes due; then `work` has some ten seconds. */
function withStorm<Value>(work: (storm: Storm) => Promise<Value>): Promise<Value> {
  return withScratchShipclock(async (databaseUrl) => {
    const services = await openTestServices(databaseUrl)
    try {
      const crowd = await createTeamFixture(services, { name: 'Crowd' })
      const other = await createTeamFixture(services, { name: 'Other' })
      await liftTeamLimits(databaseUrl)
      const later = new Date(Date.now() + HOUR_MS)
      const like = await scheduleOne(services, crowd, { application: 'web', at: later })
      const at = new Date(Date.now() + LEAD_MS)
      await plantDeployments({
        ...{ databaseUrl, likeDeployment: like, count: DEPLOYMENTS, applications: DEPLOYMENTS },
        dueAt: `'${at.toISOString()}'::timestamptz`,
      })
      const single = await scheduleOne(services, other, { application: 'web', at })
      return await work({ databaseUrl, services, at, single })
    } finally {
      await services.close()
    }
  })
}

/** The limit of running deployments would make most of them wait for each other, as it is meant to. */
async function liftTeamLimits(databaseUrl: string): Promise<void> {
  await onDatabase(databaseUrl, (client) => client.query(`UPDATE teams SET max_running = $1`, [DEPLOYMENTS]))
}

function measureOurs(count: number): Promise<Figures> {
  return withStorm(({ databaseUrl, services, at, single }) =>
    withWorkers({ databaseUrl, services, count, entry: 'bench/storm-worker.ts' }, async () => {
      await untilNear(at)
      await untilAllStarted(databaseUrl, at)
      const endedMs = await untilAllEnded(databaseUrl, at)
      const starts = await startsOf(databaseUrl, at)
      return figuresOf('shipclock', starts, {
        workers: count,
        other_team_ms: starts.find(({ id }) => id === single)?.latenessMs ?? null,
        all_ended_ms: endedMs,
      })
    }),
  )
}

async function untilNear(at: Date): Promise<void> {
  const ms = at.getTime() - Date.now()
  if (ms < 1_000) throw new Error('Setting the storm up took longer than there was time.')
  await sleep(ms)
}

/** Asks once a second: whoever measures must not be what is measured. */
async function untilAllStarted(databaseUrl: string, at: Date): Promise<void> {
  await onDatabase(databaseUrl, async (client) => {
    const left = `SELECT EXISTS (SELECT 1 FROM deployments WHERE due_at = $1 AND started_at IS NULL AND finished_at IS NULL) AS left`
    const end = Date.now() + LIMIT_MS
    do await sleep(1_000)
    while (Date.now() < end && (await client.query<{ left: boolean }>(left, [at])).rows[0]?.left)
  })
}

/** How long it took until the last of them had succeeded; null: longer than the bench waits. */
async function untilAllEnded(databaseUrl: string, at: Date): Promise<number | null> {
  return onDatabase(databaseUrl, async (client) => {
    const ended = `SELECT count(*) FILTER (WHERE finished_at IS NULL)::int AS unfinished,
        extract(epoch FROM max(finished_at) - $1)::float8 * 1000 AS ms FROM deployments WHERE due_at = $1`
    const end = Date.now() + 2 * LIMIT_MS
    while (Date.now() < end) {
      const [row] = (await client.query<{ unfinished: number; ms: number }>(ended, [at])).rows
      if (row?.unfinished === 0) return Math.round(row.ms)
      await sleep(2_000)
    }
    return null
  })
}

interface Start {
  id: string
  latenessMs: number
}

function startsOf(databaseUrl: string, at: Date): Promise<Start[]> {
  return onDatabase(databaseUrl, async (client) => {
    const { rows } = await client.query<Start>(
      `SELECT id, extract(epoch FROM started_at - due_at)::float8 * 1000 AS "latenessMs"
       FROM deployments WHERE due_at = $1 AND started_at IS NOT NULL`,
      [at],
    )
    return rows
  })
}

function figuresOf(name: string, starts: readonly { latenessMs: number }[], more: object): Figures {
  const lateness = starts.map(({ latenessMs }) => latenessMs)
  const drainMs = Math.max(...lateness)
  return {
    ...summarise('storm', name, lateness),
    drain_ms: rounded(drainMs),
    throughput_per_s: Math.round((1000 * lateness.length) / drainMs),
    ...more,
  }
}

function measureCeiling(connections: number): Promise<Figures> {
  return withStorm(async ({ databaseUrl, at }) => {
    await untilNear(at)
    const claims: Claims = await claimRaw(databaseUrl, { at, connections })
    return figuresOf('raw UPDATE … SKIP LOCKED', claims, { workers: connections })
  })
}

async function measurePeer(peer: Peer): Promise<Figures> {
  const offsets = Array.from({ length: DEPLOYMENTS }, () => 0)
  const measured = await latenessOfPeer(peer, { offsets, leadMs: LEAD_MS, limitMs: LIMIT_MS })
  const begun = measured.flatMap((latenessMs) => (latenessMs === null ? [] : [{ latenessMs }]))
  return figuresOf(peer.name, begun, { workers: 1 })
}

async function onDatabase<Value>(url: string, work: (client: Client) => Promise<Value>): Promise<Value> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
