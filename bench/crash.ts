import type { ChildProcess } from 'node:child_process'
import { Client } from 'pg'
import { until } from '@/tests/setup/until'
import { createWorld, killed, type World } from '@/tests/setup/world'
import type { BenchOptions } from './benchmark'
import { type Figures, summarise } from './figures'
import { withScratchShipclock } from './scratch-postgres'

const KILLS = 20

/**
 * How long a run rests when its worker is killed (SIGKILL) in the middle of a step, waiting for ECS's answer
 * to UpdateService, while a second worker lives: until that one has the run's lease.
 */
export function benchCrash({ say }: BenchOptions): Promise<Figures[]> {
  const services = Array.from({ length: KILLS }, (_, index) => `s${index}`)
  return withScratchShipclock(async (databaseUrl) => {
    const world = await createWorld(databaseUrl, { services })
    const client = new Client({ connectionString: databaseUrl })
    await client.connect()
    try {
      const crashes = new Crashes(world, client)
      const samplesMs: number[] = []
      for (const [index, service] of services.entries()) {
        say(`kill ${index + 1} of ${KILLS}`)
        samplesMs.push(await crashes.killDuringUpdate(service))
      }
      return [summarise('crash', 'shipclock', samplesMs)]
    } finally {
      await client.end()
      await world.close()
    }
  })
}

class Crashes {
  readonly #world: World
  readonly #client: Client
  readonly #workers = new Set<ChildProcess>()

  constructor(world: World, client: Client) {
    this.#world = world
    this.#client = client
  }

  /** Answers how many milliseconds after the kill the other worker took over. */
  async killDuringUpdate(service: string): Promise<number> {
    while (this.#workers.size < 2) await this.#addWorker()
    await this.#world.control('faults', { fault: 'hang', operation: 'UpdateService', service, count: 1 })
    const id = await this.#world.schedule({ application: service, inMs: 500 })
    const holder = await until('a worker to be in the middle of the update', () => this.#holderInUpdate(id))
    this.#workers.delete(holder)
    const killedAt = Date.now()
    await killed(holder)
    const resumedAt = await until('the other worker to take over', () => this.#resumedAt(id))
    await this.#world.untilStatus(id, ['succeeded'])
    return resumedAt - killedAt
  }

  async #addWorker(): Promise<void> {
    const worker = this.#world.startWorker()
    this.#workers.add(worker)
    await until('the worker to live', () =>
      this.#first('SELECT id FROM worker_processes WHERE id LIKE $1', [`%/${worker.pid}-%`]),
    )
  }

  /** The worker that has the run's lease, once it is about to call ECS. */
  async #holderInUpdate(deploymentId: string): Promise<ChildProcess | null> {
    const run = await this.#first(
      `SELECT leased_by AS worker FROM runs
       WHERE deployment_id = $1 AND step = 'update' AND leased_by IS NOT NULL AND record ->> 'updateIntentAt' IS NOT NULL`,
      [deploymentId],
    )
    return [...this.#workers].find(({ pid }) => String(run?.worker).includes(`/${pid}-`)) ?? null
  }

  async #resumedAt(deploymentId: string): Promise<number | null> {
    const entry = await this.#first(
      `SELECT extract(epoch FROM at)::float8 * 1000 AS at FROM timeline_entries
       WHERE deployment_id = $1 AND event = 'run.resumed'`,
      [deploymentId],
    )
    return entry === null ? null : Number(entry.at)
  }

  async #first(query: string, values: unknown[]): Promise<Record<string, unknown> | null> {
    const { rows } = await this.#client.query<Record<string, unknown>>(query, values)
    return rows[0] ?? null
  }
}
