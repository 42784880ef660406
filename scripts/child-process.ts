import { closeSync } from 'node:fs'
import { join } from 'node:path'
import { openLog } from '@/scripts/child-log'
import type { Running } from '@/scripts/keep-running'
import { leash } from '@/scripts/leash.mjs'
import { spawnInGroup } from '@/scripts/process-group'

const root = join(import.meta.dirname, '..')
/** The url.parse() notice comes from next-auth's OAuth client. */
const nodeOptions = ['--disable-warning=DEP0169', '--disable-warning=ExperimentalWarning']
/** A worker finishes the step that it is in; the whole must be gone within 12 s. */
const patienceMs = 9_000

/** Arguments to Node that run one of our TypeScript files. */
export function typeScriptEntry(entry: string): string[] {
  return ['--import', './scripts/alias.mjs', entry]
}

/**
 * Runs Node in the project's root until it is stopped or ends.
 *
 * @param options.output null: to where our own goes
 */
export function startChild(options: {
  name: string
  args: string[]
  environment: NodeJS.ProcessEnv
  output: { dataDir: string } | null
  /** What it gets when this process dies without a word: SIGTERM for one that has children to end. */
  deathSignal: 'SIGKILL' | 'SIGTERM'
}): Running {
  const log = options.output === null ? null : openLog(options.output.dataDir, options.name)
  const stream = log ?? 'inherit'
  const group = spawnInGroup(
    [...leash(options.deathSignal), process.execPath, ...nodeOptions, ...options.args],
    {
      cwd: root,
      env: options.environment,
      stdio: ['ignore', stream, stream],
    },
  )
  if (log !== null) closeSync(log)
  return { pid: group.child.pid, ended: group.ended, stop: () => group.stop(patienceMs) }
}
