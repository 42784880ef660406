import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import { openDice } from '@/simulation/dice'
import { openTestServices } from '@/tests/setup/fixtures'
import { check } from './checker/check'
import { collectDeployments } from './checker/collect-deployments'
import type { Facts, Finding } from './checker/facts'
import { planFaultsAroundDue } from './faults/around-due'
import { PEACE, TROUBLE } from './faults/fault-rates'
import type { SimulationOptions } from './options'
import { PassingTime } from './passing-time'
import { createPlace } from './people/places'
import { Promises } from './people/promises'
import { planYears } from './people/years'
import { emptyLedger } from './platform/ledger'
import { VirtualAccount } from './platform/virtual-account'
import { VirtualPlatform } from './platform/virtual-platform'
import type { Stage } from './stage'
import { Agenda } from './virtual-time/agenda'
import { installClock } from './virtual-time/install-clock'
import { makeSameEveryTime } from './virtual-time/same-every-time'
import { VirtualClock } from './virtual-time/virtual-clock'
import { Witness } from './witness'
import { Crew } from './workers/crew'
import { Turns } from './workers/turns'

const DAY_MS = 24 * 60 * 60_000
const YEAR_MS = 365.25 * DAY_MS
const FIRST_DAY = Date.UTC(2027, 0, 1)
const WORKERS = 3
const VERIFY_EVERY_MS = 60 * DAY_MS
/** Longer than anything that was begun may take, an outage of a day included. */
const AFTERWARDS_MS = 20 * DAY_MS

/** What a simulation came to. */
export interface Simulated {
  facts: Facts
  findings: Finding[]
  promises: Promises
  witness: Witness
  simulatedMs: number
}

/**
 * Lets years pass in one migrated, empty database, with people who plan, workers that die and a platform
 * that fails, all by the seed. Changes that database's search path, and this process's clock and dice.
 */
export async function simulate(databaseUrl: string, options: SimulationOptions): Promise<Simulated> {
  const dice = openDice(options.seed)
  const startMs = FIRST_DAY + dice.whole(0, 365) * DAY_MS
  await withClient(databaseUrl, (client) => installClock(client, startMs))
  return withClient(databaseUrl, async (client) => {
    const clock = new VirtualClock(client, startMs)
    const witness = new Witness((what) => {
      if (options.trace) process.stderr.write(`${clock.now().toISOString()} ${what}\n`)
    })
    const putBack = makeSameEveryTime(options.seed, clock)
    const services = await openTestServices(databaseUrl)
    try {
      const stage = {
        databaseUrl,
        client,
        services,
        clock,
        agenda: new Agenda(),
        witness,
        dice,
      }
      return await live(
        { ...stage, turns: new Turns(dice), rates: options.faults ? TROUBLE : PEACE },
        options,
      )
    } finally {
      await services.close()
      putBack()
    }
  })
}

async function live(given: Omit<Stage, 'pass'>, options: SimulationOptions): Promise<Simulated> {
  const { clock, client, witness } = given
  const fromMs = clock.nowMs
  const untilMs = fromMs + options.years * YEAR_MS
  const stage: Stage = { ...given, pass: (ms) => time.until(clock.nowMs + ms) }
  const places = [
    await createPlace(stage.services, 'Everything', null),
    await createPlace(stage.services, 'Small', 3),
  ]
  const ledger = emptyLedger()
  const accounts = places.map(({ team, services }) => {
    const id = team.cloudAccountId
    return [
      id,
      new VirtualAccount(id, services, { clock, dice: openDice(options.seed + 2), ledger }),
    ] as const
  })
  const platform = new VirtualPlatform(stage, new Map(accounts))
  const crew = new Crew(stage, platform)
  const time = new PassingTime(stage, crew)
  const promises = new Promises()
  planYears(stage, {
    ...{ places, promises, fromMs, untilMs },
    dice: openDice(options.seed + 3),
    deployments: options.deployments,
    onScheduled: (ordered) => planFaultsAroundDue({ stage, crew, platform }, ordered),
  })
  planVerifications(stage, crew, untilMs)

  for (let started = 0; started < WORKERS; started += 1) await crew.start()
  await time.until(untilMs + AFTERWARDS_MS)
  await crew.verify()
  for (const [, account] of accounts) account.notePhases()
  const deployments = await collectDeployments(client)
  await crew.close()
  // Idle connections end by themselves a moment later.
  await delay(0)
  const facts = {
    promises: [...promises.byId.values()],
    deployments,
    ledger,
    disturbances: witness.disturbances,
    limitsRaisedMs: witness.limitsRaisedMs,
    nowMs: clock.nowMs,
  }
  return { facts, findings: check(facts), promises, witness, simulatedMs: clock.nowMs - fromMs }
}

function planVerifications({ agenda, clock }: Stage, crew: Crew, untilMs: number): void {
  for (let atMs = clock.nowMs; atMs < untilMs; atMs += VERIFY_EVERY_MS) agenda.at(atMs, () => crew.verify())
}

async function withClient<Value>(url: string, work: (client: Client) => Promise<Value>): Promise<Value> {
  const client = new Client({ connectionString: url })
  // Whoever asks is told; nobody else needs to be.
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
