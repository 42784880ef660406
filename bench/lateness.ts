import { setTimeout as sleep } from 'node:timers/promises'
import { until } from '@/tests/setup/until'
import { createWorld, type World } from '@/tests/setup/world'
import type { BenchOptions } from './benchmark'
import { dueOffsets } from './due-offsets'
import { type Figures, summarise } from './figures'
import { latenessOfPeer } from './peers'
import { withScratchShipclock } from './scratch-postgres'

const ROUNDS = 2
const DEPLOYMENTS = 200
const SPREAD_MS = 60_000
/** Long enough to schedule them all first. */
const LEAD_MS = 10_000
/** A peer that polls every two seconds has begun everything by then. */
const LIMIT_MS = 15_000

/**
 * How late things start: 200 at random milliseconds of a minute. Ours is the whole product (a worker
 * process, PostgreSQL as it is by default, the sandbox for ECS), from the due time to the start that is
 * recorded. Of a peer it is an empty handler. All in turn, in two rounds, each on a PostgreSQL of its own.
 */
export async function benchLateness({ peers, say }: BenchOptions): Promise<Figures[]> {
  const samples = new Map<string, number[]>()
  const add = (name: string, measured: readonly number[]) =>
    samples.set(name, [...(samples.get(name) ?? []), ...measured])
  for (let round = 1; round <= ROUNDS; round++) {
    const offsets = dueOffsets(round, DEPLOYMENTS, SPREAD_MS)
    say(`round ${round} of ${ROUNDS}: shipclock`)
    const ours = await measureOurs(offsets)
    add('shipclock', ours.starts)
    add('shipclock first ECS call', ours.firstCalls)
    for (const peer of peers) {
      say(`round ${round} of ${ROUNDS}: ${peer.name}`)
      const measured = await latenessOfPeer(peer, { offsets, leadMs: LEAD_MS, limitMs: LIMIT_MS })
      add(peer.name, measured.map(orThrow))
    }
  }
  return [...samples].map(([name, measured]) => summarise('lateness', name, measured))
}

interface Ours {
  starts: number[]
  /** Until the sandbox noted RegisterTaskDefinition, the first call that its ledger tells; looks come before. */
  firstCalls: number[]
}

/** Each deployment has a service of its own: none waits for another. */
function measureOurs(offsets: readonly number[]): Promise<Ours> {
  const services = offsets.map((_, index) => `s${index}`)
  return withScratchShipclock(async (databaseUrl) => {
    const world = await createWorld(databaseUrl, { services })
    try {
      world.startWorker()
      await until('the worker to live', () =>
        world.services.database.asSystem(({ client }) => client.workerProcess.count()),
      )
      const first = Date.now() + LEAD_MS
      const planned: Planned[] = []
      for (const [index, offset] of offsets.entries()) {
        const [application, at] = [`s${index}`, first + offset]
        const due = { kind: 'instant', at: new Date(at), timezone: 'Europe/Berlin' } as const
        planned.push({ id: await world.schedule({ application, due, inMs: 0 }), application, at })
      }
      if (Date.now() > first) throw new Error('Scheduling took longer than there was time.')
      await sleep(first + SPREAD_MS - Date.now())
      await untilAllEnded(world)
      return await collect(world, planned)
    } finally {
      await world.close()
    }
  })
}

interface Planned {
  id: string
  application: string
  /** Due then, epoch milliseconds. */
  at: number
}

/** Asks seldom and little, and only when all have started: whoever measures must not be what is measured. */
async function untilAllEnded({ services, team }: World): Promise<void> {
  const unfinished = () =>
    services.database.asTeam(team.teamId, ({ client }) =>
      client.deployment.count({ where: { finishedAt: null } }),
    )
  while ((await unfinished()) > 0) await sleep(1_000)
}

async function collect(world: World, planned: readonly Planned[]): Promise<Ours> {
  const registered = new Map(
    world.sandbox
      .ledger()
      .filter((entry) => entry.operation === 'RegisterTaskDefinition')
      .map((entry) => [entry.request.family, Date.parse(entry.at)]),
  )
  const measured: Ours = { starts: [], firstCalls: [] }
  for (const { id, application, at } of planned) {
    const { status, latenessMs } = await world.deployment(id)
    const calledAt = registered.get(application)
    if (status !== 'succeeded' || latenessMs === null || calledAt === undefined)
      throw new Error(`${id} ended ${status}.`)
    measured.starts.push(latenessMs)
    measured.firstCalls.push(calledAt - at)
  }
  return measured
}

function orThrow(lateness: number | null): number {
  if (lateness === null) throw new Error('A peer did not start everything.')
  return lateness
}
