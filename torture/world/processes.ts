import { type ChildProcess, spawn } from 'node:child_process'
import { openSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { leash } from '@/scripts/leash.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface ProcessOptions {
  /** Of its log in `dataDir`. */
  name: string
  dataDir: string
  variables: Record<string, string>
}

export interface WorkerOptions extends ProcessOptions {
  clockOffsetMs: number
  failpoints: string | null
}

/** One worker, with a clock of its own and failpoints by which it may end itself. */
export function startWorkerProcess(options: WorkerOptions): ChildProcess {
  const { clockOffsetMs, failpoints } = options
  return startNode(['--import', './torture/world/skewed-clock.mjs', 'worker/main.ts'], {
    ...options,
    variables: {
      ...options.variables,
      TORTURE_CLOCK_OFFSET_MS: String(clockOffsetMs),
      ...(failpoints !== null && { SHIPCLOCK_FAILPOINTS: failpoints }),
    },
  })
}

/** The web server as it runs in production; the pages must have been built. */
export function startWebProcess(options: ProcessOptions): ChildProcess {
  return startNode(['scripts/web.ts'], options)
}

/** The kernel ends it with us, however we end. */
function startNode(args: string[], { name, dataDir, variables }: ProcessOptions): ChildProcess {
  const log = openSync(join(dataDir, `${name}.log`), 'a')
  const node = [process.execPath, '--disable-warning=DEP0169', '--import', './scripts/alias.mjs', ...args]
  const [command = '', ...rest] = [...leash('SIGKILL'), ...node]
  return spawn(command, rest, {
    cwd: root,
    stdio: ['ignore', log, log],
    env: { PATH: process.env.PATH, NODE_ENV: 'production', SHIPCLOCK_LOG_LEVEL: 'warn', ...variables },
  })
}
