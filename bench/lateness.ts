import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrateDatabase } from '@/scripts/migrate-database'
import { startPostgres } from '@/scripts/postgres'
import { until } from '@/tests/setup/until'
import { createWorld, type World } from '@/tests/setup/world'
import { type Figures, summarise } from './figures'

const DEPLOYMENTS = 50
const SPREAD_MS = 60_000
const FIRST_IN_MS = 5_000

/**
 * How late deployments start: 50 of them at random milliseconds of a minute, one worker process, the
 * sandbox for ECS, PostgreSQL as it is by default. From the due time to the start that was recorded.
 */
export async function benchLateness(): Promise<Figures[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'shipclock-bench-'))
  const postgres = await startPostgres({ dataDir })
  try {
    await migrateDatabase(postgres.url)
    const services = Array.from({ length: DEPLOYMENTS }, (_, index) => `s${index}`)
    const world = await createWorld(postgres.url, { services })
    try {
      return [summarise('lateness', 'shipclock', await measure(world, services))]
    } finally {
      await world.close()
    }
  } finally {
    await postgres.stop()
    await rm(dataDir, { recursive: true })
  }
}

/** Each deployment has a service of its own: none waits for another. */
async function measure(world: World, services: readonly string[]): Promise<number[]> {
  world.startWorker()
  await until('the worker to live', () =>
    world.services.database.asSystem(({ client }) => client.workerProcess.count()),
  )
  const ids: string[] = []
  for (const application of services) {
    ids.push(await world.schedule({ application, inMs: FIRST_IN_MS + Math.random() * SPREAD_MS }))
  }
  await untilAllEnded(world)
  const measured: number[] = []
  for (const id of ids) {
    const { status, latenessMs } = await world.deployment(id)
    if (status !== 'succeeded' || latenessMs === null) throw new Error(`${id} ended ${status}.`)
    measured.push(latenessMs)
  }
  return measured
}

/** Asks seldom and little: whoever measures must not be what is measured. */
async function untilAllEnded({ services, team }: World): Promise<void> {
  const unfinished = () =>
    services.database.asTeam(team.teamId, ({ client }) =>
      client.deployment.count({ where: { finishedAt: null } }),
    )
  while ((await unfinished()) > 0) await new Promise((resolve) => setTimeout(resolve, 1_000))
}
