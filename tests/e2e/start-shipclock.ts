import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { createVaultKeyPair } from '@/lib/vault/keys'
import { findFreePort } from '@/scripts/port.mjs'
import { readPostgresRecord } from '@/scripts/postgres-record'
import { until } from '@/tests/setup/until'

const root = fileURLToPath(new URL('../..', import.meta.url))
const START_MS = 150_000

const ledgerSchema = z.object({
  entries: z.array(
    z.object({
      ...{ seq: z.number(), operation: z.string(), effect: z.string() },
      ...{ cluster: z.string().nullable(), service: z.string().nullable() },
    }),
  ),
})

export type LedgerLine = z.infer<typeof ledgerSchema>['entries'][number]

/** The whole product as `npm start` runs it: database, web server, worker and sandbox, all its own. */
export interface RunningShipclock {
  url: string
  admin: { email: string; password: string }
  databaseUrl: string
  /** The mutating calls that the sandbox was sent, in order. */
  ledger(): Promise<LedgerLine[]>
  /** What becomes of the next rollout of a service, as the sandbox's `next` takes it. */
  orderOutcome(order: { cluster: string; service: string; outcome: string }): Promise<void>
  stop(): Promise<void>
}

export interface StartOptions {
  /** What a rollout takes the sandbox. */
  rolloutSeconds?: number
  /** Instead of a PostgreSQL of its own. */
  databaseUrl?: string
}

/** Starts the product anew in a folder of its own. What it says is in the error if it does not come up. */
export async function startShipclock(options: StartOptions = {}): Promise<RunningShipclock> {
  const { rolloutSeconds = 2, databaseUrl } = options
  const dataDir = await mkdtemp(join(tmpdir(), 'shipclock-e2e-'))
  const [port, sandboxPort] = [await findFreePort(), await findFreePort()]
  const admin = { email: 'ada@example.com', password: 'correct-horse-battery' }
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: root,
    env: {
      ...inherited(),
      ...variables(dataDir, port, sandboxPort, admin),
      SHIPCLOCK_SANDBOX_ROLLOUT_SECONDS: String(rolloutSeconds),
      ...(databaseUrl !== undefined && (await ofGivenDatabase(databaseUrl))),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)))
  const ended = once(child, 'exit')

  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM')
      await ended
    }
    await rm(dataDir, { recursive: true, force: true })
  }
  try {
    await until('the ready line', () => isReady(said, child.exitCode), START_MS)
  } catch (error) {
    await stop()
    throw new Error(`Shipclock did not start:\n${said}`, { cause: error })
  }
  const address = databaseUrl ?? readPostgresRecord(dataDir)?.url
  if (address === undefined) throw new Error('The embedded database left no record of its address.')
  return {
    ...{ url: `http://localhost:${port}`, admin, databaseUrl: address, stop },
    ledger: async () => {
      const answer = await fetch(`http://127.0.0.1:${sandboxPort}/_sandbox/ledger`)
      return ledgerSchema.parse(await answer.json()).entries
    },
    orderOutcome: async (order) => {
      const body = JSON.stringify(order)
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(`http://127.0.0.1:${sandboxPort}/_sandbox/next`, {
        method: 'POST',
        headers,
        body,
      })
      if (!answer.ok) throw new Error(`The sandbox refused: ${await answer.text()}`)
    },
  }
}

/** Whoever brings a database keeps the secrets too. */
async function ofGivenDatabase(databaseUrl: string) {
  const keys = await createVaultKeyPair()
  return {
    DATABASE_URL: databaseUrl,
    SHIPCLOCK_SECRET: randomBytes(32).toString('base64url'),
    SHIPCLOCK_VAULT_PUBLIC_KEY: keys.publicKey,
    SHIPCLOCK_VAULT_PRIVATE_KEY: keys.privateKey,
  }
}

function isReady(said: string, exitCode: number | null): boolean {
  if (exitCode !== null) throw new Error(`It ended with ${exitCode}.`)
  return said.includes('Shipclock is ready at')
}

/** Vitest's own variables would put Next into test mode. */
function inherited(): NodeJS.ProcessEnv {
  const { NODE_ENV: _mode, DATABASE_URL: _database, VITEST: _vitest, ...rest } = process.env
  return { ...rest, NODE_ENV: 'production' }
}

function variables(
  dataDir: string,
  port: number,
  sandboxPort: number,
  admin: { email: string; password: string },
) {
  return {
    SHIPCLOCK_DATA_DIR: dataDir,
    PORT: String(port),
    SHIPCLOCK_SANDBOX_PORT: String(sandboxPort),
    SHIPCLOCK_ADMIN_EMAIL: admin.email,
    SHIPCLOCK_ADMIN_PASSWORD: admin.password,
    TZ: 'UTC',
  }
}
