import { type ChildProcess, fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { withScratchPostgres } from './scratch-postgres'

/** A scheduler that Shipclock is measured against, with an empty handler. */
export interface Peer {
  name: string
  /** In bench/peers. */
  program: string
}

/** Those that run on PostgreSQL alone. */
export const PEERS: readonly Peer[] = [
  { name: 'pg-boss', program: 'pg-boss.mjs' },
  { name: 'graphile-worker', program: 'graphile-worker.mjs' },
  { name: 'BullMQ on PostgreSQL', program: 'bullmq.mjs' },
]

const folder = join(import.meta.dirname, 'peers')

/**
 * Whether the peers can be measured; installs them when they are missing. They are packages of a folder of
 * their own, so that Shipclock depends on none of them.
 */
export function ensurePeers(): boolean {
  if (existsSync(join(folder, 'node_modules'))) return true
  console.error('Installing the peers (bench/peers) …')
  const args = ['ci', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund']
  const { status } = spawnSync('npm', args, { stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) console.error('The peers could not be installed: measuring Shipclock alone.')
  return status === 0
}

const ready = z.object({ kind: z.literal('ready') })
const scheduled = z.object({ kind: z.literal('scheduled') })
const report = z.object({ kind: z.literal('report'), startedAt: z.array(z.number().nullable()) })

/**
 * How late a peer's handlers began, in milliseconds; null for those that had not begun `limitMs` after the
 * last due instant. The peer has a PostgreSQL and a process of its own.
 *
 * @param order.leadMs from now to the first instant that may be due
 */
export function latenessOfPeer(
  peer: Peer,
  order: { offsets: readonly number[]; leadMs: number; limitMs: number },
): Promise<(number | null)[]> {
  return withScratchPostgres(async (databaseUrl) => {
    const child = fork(join(folder, peer.program), [databaseUrl], {
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
