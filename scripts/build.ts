import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { waitExclusively } from '@/scripts/exclusive.mjs'
import { leash } from '@/scripts/leash.mjs'
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

async function runBuild(): Promise<void> {
  const next = [process.execPath, '--disable-warning=DEP0169', 'node_modules/next/dist/bin/next', 'build']
  const [command = process.execPath, ...args] = [...leash('SIGKILL'), ...next]
  const child = spawn(command, args, {
    cwd: root,
    env: buildEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const collect = (chunk: Buffer) => {
    output += chunk
  }
  child.stdout.on('data', collect)
  child.stderr.on('data', collect)
  const stop = () => child.kill('SIGKILL')
  process.once('exit', stop)
  const [code] = await once(child, 'close')
  process.off('exit', stop)
  if (code !== 0) throw new Error(`${output.trim()}\nBuilding the web pages failed; see above.`)
}

/** Whether the pages were built from other sources than those that are there now. */
export function isBuildStale(): boolean {
  return !isBuilt(hashSources(root, sources))
}

/** Builds the pages unless they were built from exactly these sources. Throws with the build's output. */
export async function ensureBuilt(): Promise<void> {
  if (!isBuildStale()) return
  const release = await waitExclusively(`build of ${root}`, () => {})
  try {
    const hash = hashSources(root, sources)
    if (isBuilt(hash)) return
    rmSync(mark, { force: true })
    await runBuild()
    writeFileSync(mark, hash)
  } finally {
    release()
  }
}
