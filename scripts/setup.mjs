// Runs on the host's Node before anything is installed: no dependency, no TypeScript.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { carriedNode } from './carried-node.mjs'
import { waitExclusively } from './exclusive.mjs'
import { leash } from './leash.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const inRoot = (...parts) => join(root, ...parts)
const installedMark = inRoot('node_modules/.shipclock-lock')
const generatedMark = inRoot('lib/generated/.shipclock-schema')

/** A failure whose message says all that the user needs. */
export class SetupError extends Error {}

function fingerprint(...files) {
  const hash = createHash('sha256')
  for (const file of files) hash.update(readFileSync(inRoot(file)))
  return hash.digest('hex')
}

const isMarked = (mark, value) => existsSync(mark) && readFileSync(mark, 'utf8') === value

/** Progress goes to stderr: `npm run -s shipclock -- token create` prints the token alone on stdout. */
const say = (line) => process.stderr.write(`${line}\n`)

/** Optional packages are a platform's own: others, and those for one C library only, may rightly be missing. */
const belongsHere = (entry) =>
  !entry.optional ||
  (entry.os?.includes(process.platform) && entry.cpu?.includes(process.arch) && !entry.libc)

/** Whether npm's own record of node_modules (kept by any `npm ci` or `npm i`) has what the lockfile says. */
function hasLockedPackages(withDevelopment) {
  const record = inRoot('node_modules/.package-lock.json')
  if (!existsSync(record)) return false
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages
  const locked = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')).packages
  return Object.entries(locked).every(([path, entry]) => {
    if (path === '' || !belongsHere(entry) || (entry.dev && !withDevelopment)) return true
    return installed[path]?.version === entry.version && installed[path]?.integrity === entry.integrity
  })
}

function needsInstall(withDevelopment) {
  const lock = fingerprint('package-lock.json')
  if (isMarked(installedMark, lock)) return false
  if (!hasLockedPackages(withDevelopment)) return true
  if (withDevelopment) writeFileSync(installedMark, lock)
  return false
}

/** Prisma downloads a schema engine that Shipclock does not use, unless it is told of an existing program. */
const withoutEngineDownload = (environment) => ({
  ...environment,
  PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
  PRISMA_HIDE_UPDATE_MESSAGE: '1',
  CHECKPOINT_DISABLE: '1',
})

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** Nothing that is half done is worth waiting for: it is done again next time. */
function endWith(child) {
  const end = () => {
    child.kill('SIGKILL')
    process.exit(130)
  }
  for (const signal of signals) process.once(signal, end)
  child.once('close', () => {
    for (const signal of signals) process.off(signal, end)
  })
}

function run(commandLine, { stdio, environment }) {
  return new Promise((resolve, reject) => {
    const [command, ...args] = [...leash('SIGKILL'), ...commandLine]
    const child = spawn(command, args, { cwd: root, stdio, env: environment, shell: command === 'npm.cmd' })
    endWith(child)
    let output = ''
    const collect = (chunk) => {
      output += chunk
    }
    child.stdout?.on('data', collect)
    child.stderr?.on('data', collect)
    child.once('error', reject)
    child.once('close', (code, signal) =>
      resolve({ ok: code === 0, reason: signal ?? `exit code ${code}`, output }),
    )
  })
}

/** The npm that runs us, on its own Node: the carried one is about to be replaced. */
function npmCommand() {
  const { npm_execpath: npm, npm_node_execpath: node } = process.env
  if (npm?.endsWith('.js')) return [node ?? process.execPath, npm]
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm']
}

async function install() {
  const started = Date.now()
  const seconds = () => Math.round((Date.now() - started) / 1000)
  say('Installing packages (about a minute the first time) …')
  const stillThere = setInterval(() => say(`  still installing, ${seconds()} s`), 10_000)
  const options = ['--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']
  try {
    const result = await run([...npmCommand(), 'ci', ...options], {
      stdio: ['ignore', 2, 2],
      environment: withoutEngineDownload(process.env),
    })
    if (!result.ok) throw new SetupError(`Installing packages failed (npm ci: ${result.reason}); see above.`)
  } finally {
    clearInterval(stillThere)
  }
  writeFileSync(installedMark, fingerprint('package-lock.json'))
  say(`Installed packages in ${seconds()} s.`)
}

const schemaFingerprint = () => fingerprint('prisma/schema.prisma', 'node_modules/prisma/package.json')
const needsGenerate = () => !isMarked(generatedMark, schemaFingerprint())

async function generate() {
  say('Generating the database client …')
  const node = carriedNode() ?? process.execPath
  const result = await run([node, 'node_modules/prisma/build/index.js', 'generate'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    environment: withoutEngineDownload(process.env),
  })
  if (!result.ok) {
    throw new SetupError(`${result.output}\nGenerating the database client failed (${result.reason}).`)
  }
  writeFileSync(generatedMark, schemaFingerprint())
}

/**
 * Brings node_modules and the generated client up to date; silent when they are.
 * @param {{ withDevelopment: boolean }} options whether packages that only build and test need are wanted
 * @returns {Promise<{ installed: boolean }>}
 */
export async function setUp({ withDevelopment }) {
  if (!needsInstall(withDevelopment) && !needsGenerate()) return { installed: false }
  const release = await waitExclusively(`set-up of ${root}`, () =>
    say('Waiting for another Shipclock command to finish its set-up …'),
  )
  try {
    const installed = needsInstall(withDevelopment)
    if (installed) await install()
    if (needsGenerate()) await generate()
    return { installed }
  } finally {
    release()
  }
}
