import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type EmbeddedPostgres, startPostgres } from '@/scripts/postgres'

/** PostgreSQL that can be killed as a power cut would, and comes back. */
export interface MortalPostgres {
  /** As it was started last; the port may change. */
  readonly url: string
  /** Killed and not back yet. */
  readonly isDown: boolean
  /** SIGKILL to the server and all of its processes; again up `pauseMs` later and after its recovery. */
  killAndRestart(pauseMs: number): Promise<void>
  stop(): Promise<void>
}

/** Four workers, three of them freshly killed with their connections not yet noticed. */
const SETTINGS = ['max_connections=400']

export async function startMortalPostgres(dataDir: string): Promise<MortalPostgres> {
  const start = () => startPostgres({ dataDir, extraSettings: SETTINGS })
  let current: EmbeddedPostgres = await start()
  let restarting: Promise<void> | null = null
  const restart = async (pauseMs: number) => {
    killWithChildren(postmasterOf(dataDir))
    await current.ended
    await delay(pauseMs)
    current = await start()
  }
  return {
    get url() {
      return current.url
    },
    get isDown() {
      return restarting !== null
    },
    killAndRestart(pauseMs) {
      restarting ??= restart(pauseMs).finally(() => {
        restarting = null
      })
      return restarting
    },
    async stop() {
      await restarting
      await current.stop()
    },
  }
}

function postmasterOf(dataDir: string): number {
  return Number.parseInt(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8'), 10)
}

/** The server first, so that it starts no more of them. */
function killWithChildren(pid: number): void {
  const children = childrenOf(pid)
  for (const one of [pid, ...children]) {
    try {
      process.kill(one, 'SIGKILL')
    } catch {
      // It has ended by itself.
    }
  }
}

/** Only Linux tells; elsewhere the server's processes end by themselves when they notice that it is gone. */
function childrenOf(pid: number): number[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((candidate) => parentOf(candidate) === pid)
}

function parentOf(pid: number): number | null {
  try {
    // `pid (name) state parent …`; the name may hold spaces.
    const [, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    return Number(parent)
  } catch {
    return null
  }
}
