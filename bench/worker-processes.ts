import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { leash } from '@/scripts/leash.mjs'
import type { TestServices } from '@/tests/setup/fixtures'
import { until } from '@/tests/setup/until'

const root = join(import.meta.dirname, '..')

/** Runs `count` worker processes while `work` takes, which begins when all of them live. */
export async function withWorkers<Value>(
  order: { databaseUrl: string; services: TestServices; count: number; entry?: string },
  work: (workers: readonly ChildProcess[]) => Promise<Value>,
): Promise<Value> {
  const workers = Array.from({ length: order.count }, () => startWorkerProcess(order))
  try {
    await until('the workers to live', () => areAlive(order.services, order.count))
    return await work(workers)
  } finally {
    for (const worker of workers) await kill(worker)
  }
}

async function areAlive({ database }: TestServices, count: number): Promise<boolean> {
  return (await database.asSystem(({ client }) => client.workerProcess.count())) >= count
}

function startWorkerProcess(order: {
  databaseUrl: string
  services: TestServices
  entry?: string
}): ChildProcess {
  const { databaseUrl, services, entry = 'worker/main.ts' } = order
  const [command = process.execPath, ...args] = [
    ...leash('SIGKILL'),
    process.execPath,
    ...['--import', './scripts/alias.mjs', entry],
  ]
  return spawn(command, args, {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      DATABASE_URL: databaseUrl,
      SHIPCLOCK_ALLOW_PRIVATE_ENDPOINTS: 'true',
      SHIPCLOCK_LOG_LEVEL: 'silent',
      ...services.vaultEnvironment,
    },
  })
}

/** As a power cut would. */
async function kill(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return
  worker.kill('SIGKILL')
  await once(worker, 'exit')
}
