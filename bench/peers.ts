import { type ChildProcess, fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { withScratchPostgres } from './scratch-postgres'
import { hasRedis, withScratchRedis } from './scratch-redis'

/** A scheduler that Shipclock is measured against, with an empty handler. */
export interface Peer {
  name: string
  /** In bench/peers. */
  program: string
  /** Runs on a server of its own, whose address it is given. */
  onServer: <Value>(work: (address: string) => Promise<Value>) => Promise<Value>
}

const ON_POSTGRES: readonly Peer[] = [
  { name: 'pg-boss', program: 'pg-boss.mjs', onServer: withScratchPostgres },
  { name: 'graphile-worker', program: 'graphile-worker.mjs', onServer: withScratchPostgres },
  { name: 'BullMQ on PostgreSQL', program: 'bullmq.mjs', onServer: withScratchPostgres },
]

const ON_REDIS: readonly Peer[] = [
  { name: 'BullMQ on Redis', program: 'bullmq.mjs', onServer: withScratchRedis },
]

const folder = join(import.meta.dirname, 'peers')

/** Those that can be measured here. Says which can't. */
export function availablePeers(): readonly Peer[] {
  if (!areInstalled()) return []
  if (hasRedis()) return [...ON_POSTGRES, ...ON_REDIS]
  console.error('There is no redis-server on this machine: BullMQ on Redis is left out.')
  return ON_POSTGRES
}

/** Installs them when they are missing or stale: packages of a folder of their own, so that Shipclock depends on none. */
function areInstalled(): boolean {
  if (writtenAt('node_modules/.package-lock.json') >= writtenAt('package-lock.json')) return true
  console.error('Installing the peers (bench/peers) …')
  const args = ['ci', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund']
  const { status } = spawnSync('npm', args, { stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) console.error('The peers could not be installed: measuring Shipclock alone.')
  return status === 0
}

/** Epoch milliseconds; 0 when it is not there. */
function writtenAt(file: string): number {
  return statSync(join(folder, file), { throwIfNoEntry: false })?.mtimeMs ?? 0
}

const ready = z.object({ kind: z.literal('ready') })
const scheduled = z.object({ kind: z.literal('scheduled') })
const report = z.object({ kind: z.literal('report'), startedAt: z.array(z.number().nullable()) })

/**
 * How late a peer's handlers began, in milliseconds; null for those that had not begun `limitMs` after the
 * last due instant. The peer has a server and a process of its own.
 *
 * @param order.leadMs from now to the first instant that may be due
 */
export function latenessOfPeer(
  peer: Peer,
  order: { offsets: readonly number[]; leadMs: number; limitMs: number },
): Promise<(number | null)[]> {
  return peer.onServer(async (address) => {
    const child = fork(join(folder, peer.program), [address], {
      execArgv: [],
      stdio: ['ignore', 2, 2, 'ipc'],
    })
    try {
      await told(child, ready)
      const first = Date.now() + order.leadMs
      const dueAt = order.offsets.map((offset) => first + offset)
      child.send({ kind: 'schedule', dueAt, limitMs: order.limitMs })
      await told(child, scheduled)
      if (Date.now() > first) throw new Error(`${peer.name} needed longer to schedule than it had.`)
      const { startedAt } = await told(child, report)
      return startedAt.map((at, index) => (at === null ? null : at - (dueAt[index] ?? Number.NaN)))
    } finally {
      child.kill('SIGKILL')
    }
  })
}

/** The next message of a peer's process, which must be this one. */
async function told<Message>(child: ChildProcess, shape: z.ZodType<Message>): Promise<Message> {
  const ended = once(child, 'exit').then(([code, signal]) => {
    throw new Error(`A peer's process ended: ${code ?? signal}.`)
  })
  const [message] = await Promise.race([once(child, 'message'), ended])
  return shape.parse(message)
}
