// The door to every command: checks the host's Node, sets up, then runs the TypeScript entry on a Node that
// understands it.
import { spawn } from 'node:child_process'
import * as nodeModule from 'node:module'
import { constants } from 'node:os'
import { basename } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
// Node's url.parse() notice comes from next-auth's OAuth client; type stripping calls itself experimental on 22.
const quiet = ['--disable-warning=DEP0169', '--disable-warning=ExperimentalWarning']

function isAtLeast(wantedMajor, wantedMinor) {
  const [major, minor] = process.versions.node.split('.').map(Number)
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)
}

function fail(line) {
  process.stderr.write(`${line}\n`)
  process.exit(1)
}

/** npm passes SIGINT and SIGTERM on, but not SIGHUP, and a killed npm passes nothing: notice that it is gone. */
function endWithNpm() {
  const script = process.env.npm_lifecycle_script
  if (!script?.includes(basename(process.argv[1]))) return
  const npm = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === npm) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, 500)
  watch.unref()
}

function dropKnownWarnings() {
  process.removeAllListeners('warning')
  process.on('warning', (warning) => {
    if (warning.code === 'DEP0169' || warning.name === 'ExperimentalWarning') return
    process.stderr.write(`${warning.stack ?? warning}\n`)
  })
}

async function runOn(node, entry) {
  const { leash } = await import('./leash.mjs')
  const args = [...quiet, '--import', './scripts/alias.mjs', entry, ...process.argv.slice(2)]
  // A killed parent must not leave the child behind; SIGTERM lets it stop what it has started itself.
  const [command, ...rest] = [...leash('SIGTERM'), node, ...args]
  const child = spawn(command, rest, { cwd: root, stdio: 'inherit' })
  for (const signal of signals) process.on(signal, () => child.kill(signal))
  child.once('error', (error) => fail(`Could not run ${node}: ${error.message}`))
  child.once('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))
}

async function runHere(entry) {
  dropKnownWarnings()
  await import('./alias.mjs')
  await import(pathToFileURL(`${root}${entry}`).href)
}

/** Types stripped and code compiled once serve every later start, of our children too: half the time of each. */
function keepCompiledCode() {
  process.env.NODE_COMPILE_CACHE ??= `${root}node_modules/.cache/node`
  // Absent from Node 20, which only hands over.
  nodeModule.enableCompileCache?.(process.env.NODE_COMPILE_CACHE)
}

/**
 * Sets up and runs a TypeScript entry with the arguments that this process was given.
 * @param {string} entry path from the project's root
 * @param {{ withDevelopment?: boolean }} [options] whether it needs the packages that only build and test need
 */
export async function enter(entry, { withDevelopment = true } = {}) {
  if (!isAtLeast(20, 0)) fail(`Shipclock needs Node 20 or newer; this is ${process.version}.`)
  process.chdir(root)
  endWithNpm()
  const { setUp } = await import('./setup.mjs')
  const { carriedNode } = await import('./carried-node.mjs')
  const { installed } = await setUp({ withDevelopment }).catch((error) => fail(error.message))
  const carried = carriedNode()
  keepCompiledCode()
  if (carried !== null && (installed || carried !== process.execPath)) return runOn(carried, entry)
  if (isAtLeast(22, 18)) return runHere(entry)
  fail(
    `Shipclock needs Node 22.18 or newer on ${process.platform}-${process.arch}; this is ${process.version}.`,
  )
}
