import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CommandError } from '@/scripts/command-error'
import { waitExclusively } from '@/scripts/exclusive.mjs'
import { leash } from '@/scripts/leash.mjs'
import { spawnInGroup } from '@/scripts/process-group'
import { hashSources } from '@/scripts/source-hash'

const root = join(import.meta.dirname, '..')
const mark = join(root, '.next/shipclock-sources')

/** All that `next build` reads, apart from packages, which the lockfile stands for. */
const sources = [
  'app',
  'lib',
  'public',
  'proxy.ts',
  'instrumentation.ts',
  'next.config.js',
  'postcss.config.mjs',
  'tsconfig.json',
  'package-lock.json',
]

function isBuilt(hash: string): boolean {
  const hasBuild = existsSync(join(root, '.next/BUILD_ID')) && existsSync(mark)
  return hasBuild && readFileSync(mark, 'utf8') === hash
}

/** The build must not depend on this machine's settings, and must not see its secrets. */
function buildEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env
  return { PATH, HOME, TMPDIR, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' }
}

async function runBuild(stopped: AbortSignal | undefined): Promise<void> {
  const next = [process.execPath, '--disable-warning=DEP0169', 'node_modules/next/dist/bin/next', 'build']
  const build = spawnInGroup([...leash('SIGKILL'), ...next], {
    cwd: root,
    env: buildEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const collect = (chunk: Buffer) => {
    output += chunk
  }
  build.child.stdout?.on('data', collect)
  build.child.stderr?.on('data', collect)
  const stop = () => build.kill('SIGKILL')
  stopped?.addEventListener('abort', stop)
  process.once('exit', stop)
  const reason = await build.ended
  process.off('exit', stop)
  stopped?.removeEventListener('abort', stop)
  if (reason !== 'exit code 0') {
    throw new CommandError(`${output.trim()}\nBuilding the web pages failed (${reason}); see above.`)
  }
}

/** Whether the pages were built from other sources than those that are there now. */
export function isBuildStale(): boolean {
  return !isBuilt(hashSources(root, sources))
}

/** Builds the pages unless they were built from exactly these sources. Throws with the build's output, also when `stopped`. */
export async function ensureBuilt(stopped?: AbortSignal): Promise<void> {
  if (!isBuildStale()) return
  const release = await waitExclusively(`build of ${root}`, () => {})
  try {
    const hash = hashSources(root, sources)
    if (isBuilt(hash)) return
    rmSync(mark, { force: true })
    await runBuild(stopped)
    writeFileSync(mark, hash)
  } finally {
    release()
  }
}
