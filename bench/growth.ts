import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { loadCalendar } from '@/app/(dashboard)/calendar/load-calendar'
import { readFilters } from '@/app/(dashboard)/deployments/list-filters'
import { loadList } from '@/app/(dashboard)/deployments/load-list'
import { getMetrics } from '@/lib/queries/get-metrics'
import { until } from '@/tests/setup/until'
import { createWorld, type World } from '@/tests/setup/world'
import type { BenchOptions } from './benchmark'
import { dueOffsets } from './due-offsets'
import { type Figures, rounded, summarise } from './figures'
import { databaseMemoryMb, processMemoryMb } from './memory'
import { plantDeployments } from './plant-deployments'
import { scheduleOne } from './schedule-one'
import { withScratchShipclock } from './scratch-postgres'

const SIZES = [10_000, 100_000, 1_000_000]
/** What is planted is spread over them; each has a service of its own. */
const APPLICATIONS = 200
const DEPLOYMENTS = 50
const SPREAD_MS = 15_000
const LEAD_MS = 10_000
const TIMES = 100
const DAY_MS = 24 * 3_600_000

/**
 * What a crowd of pending deployments does to everything else: each row tells how it is with so many of
 * them, and as a multiple of the first size. Nobody analyses the tables by hand; autovacuum has done so
 * before anything is measured, as in a database that has grown over time.
 */
export async function benchGrowth({ say }: BenchOptions): Promise<Figures[]> {
  const figures: Figures[] = []
  const first = new Map<string, Figures>()
  for (const pending of SIZES) {
    say(`${pending.toLocaleString('en')} pending`)
    for (const measured of await measure(pending)) {
      const measure = String(measured.measure)
      if (!first.has(measure)) first.set(measure, measured)
      figures.push({ ...measured, pending, ...ratios(measured, first.get(measure)) })
    }
  }
  // What belongs together stands together.
  return figures.sort((one, other) => String(one.measure).localeCompare(String(other.measure)))
}

/** How often the figure of the first size goes into this one. */
function ratios(
  measured: Figures,
  first: Figures | undefined,
): { p50_ratio: number | null; p99_ratio: number | null } {
  const ratio = (of: 'p50_ms' | 'p99_ms' | 'mb') => {
    const [now, then] = [measured[of], first?.[of]]
    return typeof now === 'number' && typeof then === 'number' && then > 0 ? rounded(now / then) : null
  }
  return { p50_ratio: ratio('p50_ms') ?? ratio('mb'), p99_ratio: ratio('p99_ms') }
}

function measure(pending: number): Promise<Figures[]> {
  const services = Array.from({ length: DEPLOYMENTS }, (_, index) => `s${index}`)
  return withScratchShipclock(async (databaseUrl) => {
    const world = await createWorld(databaseUrl, { services })
    const client = new Client({ connectionString: databaseUrl })
    await client.connect()
    try {
      await plant(world, databaseUrl, pending)
      await untilAnalysed(client)
      const worker = world.startWorker()
      await until('the worker to live', () =>
        world.services.database.asSystem(({ client }) => client.workerProcess.count()),
      )
      const figures = await measureAll(world)
      return [
        ...figures,
        memory('memory of the worker', processMemoryMb(worker.pid)),
        memory('memory of the database', await databaseMemoryMb(client)),
      ]
    } finally {
      await client.end()
      await world.close()
    }
  })
}

/** From tomorrow on, over a year. */
async function plant(world: World, databaseUrl: string, count: number): Promise<void> {
  const { services, team } = world
  const at = new Date(Date.now() + DAY_MS)
  const likeDeployment = await scheduleOne(services, team, { application: 'web', at })
  const dueAt = `now() + interval '1 day' + (i.n * (interval '365 days' / ${count}))`
  await plantDeployments({ databaseUrl, likeDeployment, count, applications: APPLICATIONS, dueAt })
}

/** Autovacuum looks once a minute; what the load left to be written out is written out, which is not what is measured. */
async function untilAnalysed(client: Client): Promise<void> {
  await client.query('CHECKPOINT')
  const analysed = `SELECT count(*)::int AS tables FROM pg_stat_user_tables
    WHERE relname IN ('deployments', 'timeline_entries', 'job_common') AND last_autoanalyze IS NOT NULL`
  const tables = async () => (await client.query<{ tables: number }>(analysed)).rows[0]?.tables
  await until('autovacuum to have analysed', async () => (await tables()) === 3, 600_000)
}

async function measureAll(world: World): Promise<Figures[]> {
  const { services, team } = world
  const day = new Date(Date.now() + 40 * DAY_MS).toISOString().slice(0, 10)
  const list = (address: string) => () =>
    loadList(services, team.viewer, readFilters(Object.fromEntries(new URLSearchParams(address))))
  return [
    row('lateness', await lateness(world)),
    row(
      'schedule one',
      await timed(() => scheduleOne(services, team, { application: 'web', at: someday() })),
    ),
    row('list page', await timed(list(''))),
    row('list page of an application', await timed(list('application=planted-7'))),
    row('list page of what is held', await timed(list('status=held'))),
    row('list page, searched', await timed(list('q=planted-7'))),
    row('calendar month', await timed(() => loadCalendar(services, team.viewer, 'month', day))),
    row('metrics page', await timed(() => getMetrics(services))),
  ]
}

function someday(): Date {
  return new Date(Date.now() + Math.ceil((1 + 364 * Math.random()) * DAY_MS))
}

async function timed(action: () => Promise<unknown>): Promise<number[]> {
  const samplesMs: number[] = []
  for (let times = 0; times < TIMES; times++) {
    const begunMs = performance.now()
    await action()
    samplesMs.push(performance.now() - begunMs)
  }
  return samplesMs
}

async function lateness({ services, team, deployment }: World): Promise<number[]> {
  const first = Date.now() + LEAD_MS
  const ids: string[] = []
  for (const [index, offset] of dueOffsets(1, DEPLOYMENTS, SPREAD_MS).entries()) {
    const order = { application: `s${index}`, at: new Date(first + offset) }
    ids.push(await scheduleOne(services, team, order))
  }
  if (Date.now() > first) throw new Error('Scheduling took longer than there was time.')
  await sleep(first + SPREAD_MS - Date.now())
  const measured: number[] = []
  for (const id of ids) {
    const { latenessMs } = await until(`${id} to end`, async () => {
      const seen = await deployment(id)
      if (seen.finishedAt !== null) return seen
      await sleep(1_000)
      return null
    })
    if (latenessMs === null) throw new Error(`${id} never started.`)
    measured.push(latenessMs)
  }
  return measured
}

function row(what: string, samplesMs: readonly number[]): Figures {
  const { bench, name, ...quantiles } = summarise('growth', 'shipclock', samplesMs)
  return { bench, name, measure: what, pending: 0, ...quantiles }
}

function memory(what: string, mb: number | null): Figures {
  return { ...row(what, []), mb: rounded(mb) }
}
