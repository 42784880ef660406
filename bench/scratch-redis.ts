import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { leash } from '@/scripts/leash.mjs'
import { findFreePort } from '@/scripts/port.mjs'
import { until } from '@/tests/setup/until'

const PROGRAM = 'redis-server'

/** Redis comes with no package of npm's: it is there or it is not. */
export function hasRedis(): boolean {
  return spawnSync(PROGRAM, ['--version'], { stdio: 'ignore' }).status === 0
}

/** Runs `work` on a Redis of its own, as it is by default, and throws it away. */
export async function withScratchRedis<Value>(work: (address: string) => Promise<Value>): Promise<Value> {
  const dataDir = await mkdtemp(join(tmpdir(), 'shipclock-bench-redis-'))
  const port = await findFreePort()
  const options = ['--bind', '127.0.0.1', '--port', String(port), '--dir', dataDir]
  const [command = PROGRAM, ...args] = [...leash('SIGKILL'), PROGRAM, ...options]
  const redis = spawn(command, args, { stdio: 'ignore' })
  try {
    await until('Redis to answer', () => answers(port), 10_000)
    return await work(`redis://127.0.0.1:${port}`)
  } finally {
    const ended = once(redis, 'exit')
    redis.kill('SIGKILL')
    await ended
    await rm(dataDir, { recursive: true })
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const settle = (does: boolean) => () => {
      socket.destroy()
      resolve(does)
    }
    socket.once('connect', settle(true)).once('error', settle(false))
  })
}
