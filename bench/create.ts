import { createApiToken } from '@/lib/use-cases/create-api-token'
import { accepted, createTeamFixture, openTestServices, type TeamFixture } from '@/tests/setup/fixtures'
import type { BenchOptions } from './benchmark'
import { closedLoop } from './closed-loop'
import { type Figures, summarise } from './figures'
import { scheduleOne } from './schedule-one'
import { withScratchShipclock } from './scratch-postgres'
import { withWebServer } from './web-process'
import { withWorkers } from './worker-processes'

const CLIENTS = [1, 8, 32]
const DAY_MS = 24 * 3_600_000
/** Each may send 600 requests at once and 20 a second then; together they may send more than can be carried out. */
const TOKENS = 64

/**
 * How fast deployments are scheduled, through the HTTP API (web server and client share the machine) and
 * through the use case alone, with so many clients that each wait for their answer. A worker is there, and
 * hears of each.
 */
export function benchCreate({ say }: BenchOptions): Promise<Figures[]> {
  return withScratchShipclock(async (databaseUrl) => {
    // As many connections as the web process has.
    const services = await openTestServices(databaseUrl, { maxConnections: 10 })
    try {
      const team = await createTeamFixture(services)
      return await withWorkers({ databaseUrl, services, count: 1 }, async () => [
        ...(await throughHttp({ databaseUrl, services, team, say })),
        ...(await measure('use case', say, async () => {
          await scheduleOne(services, team, { application: 'web', at: someday() })
        })),
      ])
    } finally {
      await services.close()
    }
  })
}

/** A day to a year ahead: nothing of it comes due meanwhile. */
function someday(): Date {
  return new Date(Date.now() + Math.ceil((1 + 364 * Math.random()) * DAY_MS))
}

async function throughHttp(order: {
  databaseUrl: string
  services: Awaited<ReturnType<typeof openTestServices>>
  team: TeamFixture
  say: BenchOptions['say']
}): Promise<Figures[]> {
  const { databaseUrl, services, team, say } = order
  const tokens: string[] = []
  for (let index = 0; index < TOKENS; index++) {
    const made = await createApiToken(services, team.deployer, {
      name: `bench ${index}`,
      expiresInDays: null,
    })
    tokens.push(accepted(made).token)
  }
  const { SHIPCLOCK_VAULT_PUBLIC_KEY: vaultPublicKey } = services.vaultEnvironment
  let sent = 0
  return withWebServer({ databaseUrl, vaultPublicKey }, (url) =>
    measure('HTTP API', say, async () => {
      const token = tokens[sent++ % tokens.length]
      const answer = await fetch(`${url}/api/v1/scheduled_deployments`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ app: 'web', environment: 'production', at: someday().toISOString() }),
      })
      const body = await answer.text()
      if (answer.status !== 201) throw new Error(`Scheduling was answered ${answer.status}: ${body}`)
    }),
  )
}

async function measure(
  through: string,
  say: BenchOptions['say'],
  request: () => Promise<void>,
): Promise<Figures[]> {
  const figures: Figures[] = []
  for (const clients of CLIENTS) {
    say(`${through}, ${clients} ${clients === 1 ? 'client' : 'clients'}`)
    const { samplesMs, throughputPerS } = await closedLoop(clients, request)
    const measured = summarise('create', 'shipclock', samplesMs)
    figures.push({ ...measured, through, clients, throughput_per_s: throughputPerS })
  }
  return figures
}
