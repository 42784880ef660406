import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readWebEnvironment } from '@/lib/env'
import { ensureBuilt } from '@/scripts/build'
import { startChild } from '@/scripts/child-process'
import { nextVariables } from '@/scripts/next-variables'
import { findFreePort } from '@/scripts/port.mjs'
import { until } from '@/tests/setup/until'

/** Runs the web server as `npm start` does, on a free port, while `work` takes. Builds the pages when they are stale. */
export async function withWebServer<Value>(
  order: { databaseUrl: string; vaultPublicKey: string },
  work: (url: string) => Promise<Value>,
): Promise<Value> {
  await ensureBuilt()
  const dataDir = await mkdtemp(join(tmpdir(), 'shipclock-bench-web-'))
  const port = await findFreePort()
  const variables = {
    ...{ PATH: process.env.PATH, NODE_ENV: 'production' as const, DATABASE_URL: order.databaseUrl },
    ...{ SHIPCLOCK_DATA_DIR: dataDir, SHIPCLOCK_DEMO: 'true', HOST: '127.0.0.1', PORT: String(port) },
    SHIPCLOCK_SECRET: randomBytes(32).toString('base64url'),
    SHIPCLOCK_VAULT_PUBLIC_KEY: order.vaultPublicKey,
    SHIPCLOCK_LOG_LEVEL: 'warn',
  }
  const environment = { ...variables, ...nextVariables(readWebEnvironment(variables)) }
  const args = ['node_modules/next/dist/bin/next', 'start', '--port', String(port), '--hostname', '127.0.0.1']
  const web = startChild({ name: 'web', args, environment, output: { dataDir }, deathSignal: 'SIGKILL' })
  try {
    const url = `http://127.0.0.1:${port}`
    await until('the web server to answer', () => fetch(`${url}/api/health`).catch(() => null))
    return await work(url)
  } finally {
    await web.stop()
    await rm(dataDir, { recursive: true })
  }
}
