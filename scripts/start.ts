// npm start: everything on one machine, under one supervisor. npm run dev: the same, reloading what is edited.
import { randomBytes } from 'node:crypto'
import { relative } from 'node:path'
import { readStartEnvironment } from '@/lib/env'
import { ensureBuilt, isBuildStale } from '@/scripts/build'
import { logFile } from '@/scripts/child-log'
import { startChild, typeScriptEntry } from '@/scripts/child-process'
import { CommandError } from '@/scripts/command-error'
import { takeDataFolder } from '@/scripts/data-folder.mjs'
import { firstRun } from '@/scripts/first-run'
import { keepRunning, type Predecessor } from '@/scripts/keep-running'
import { type Lifetime, openLifetime, Stopped } from '@/scripts/lifetime'
import { migrateDatabase } from '@/scripts/migrate-database'
import { nextVariables } from '@/scripts/next-variables'
import { startPostgres } from '@/scripts/postgres'
import { predecessorVariable } from '@/scripts/predecessor'
import { createProgress } from '@/scripts/progress'
import { untilAllAnswer } from '@/scripts/readiness'
import { explain, runCommand } from '@/scripts/run-command'
import { makeStartPlan, type StartPlan } from '@/scripts/start-plan'

const isDevelopment = process.argv.includes('--dev')
const progress = createProgress(process.stdout)

async function holdDataFolder(lifetime: Lifetime, dataDir: string): Promise<void> {
  const release = await takeDataFolder(dataDir)
  if (release === null) throw new CommandError(`Another Shipclock is using ${dataDir}: stop it first.`)
  lifetime.onClose(async () => release())
}

async function openDatabase(lifetime: Lifetime, { environment }: StartPlan): Promise<string> {
  if (environment.databaseUrl !== null) return environment.databaseUrl
  const { dataDir } = environment
  let url = ''
  const start = async () => {
    const server = await startPostgres({ dataDir })
    url = server.url
    return server
  }
  const whereToLook = relative('.', `${dataDir}/postgres.log`)
  const running = keepRunning(lifetime, { name: 'PostgreSQL', whereToLook, start, say: progress.say })
  await progress.step('Starting PostgreSQL', lifetime.while(running))
  return url
}

/** @returns how to sign in, in words, on the first start; else null */
async function makeFirstUser(
  lifetime: Lifetime,
  plan: StartPlan,
  databaseUrl: string,
): Promise<string | null> {
  const { environment, web } = plan
  const password = environment.adminPassword ?? randomBytes(12).toString('base64url')
  const { signIn } = await lifetime.while(
    firstRun({
      databaseUrl,
      vaultPublicKey: web.vaultPublicKey,
      sandboxPort: environment.demo ? environment.sandboxPort : null,
      allowPrivateEndpoints: web.allowPrivateEndpoints,
      admin: { email: environment.adminEmail, password },
    }),
  )
  if (signIn === null) return null
  const shown = environment.adminPassword === null ? signIn.password : 'as given in SHIPCLOCK_ADMIN_PASSWORD'
  return `Sign in with   ${signIn.email}\nand password   ${shown}\n(shown this once)`
}

/** What each process runs; in development Next and Node reload what is edited. */
function commands(plan: StartPlan): Record<'web' | 'worker' | 'sandbox', string[]> {
  const { host, port } = plan.environment
  const next = ['node_modules/next/dist/bin/next', isDevelopment ? 'dev' : 'start']
  return {
    web: [...next, '--port', String(port), '--hostname', host],
    worker: [...(isDevelopment ? ['--watch'] : []), ...typeScriptEntry('worker/main.ts')],
    sandbox: typeScriptEntry('sandbox/ecs/main.ts'),
  }
}

const titles = { web: 'The web server', worker: 'The worker', sandbox: 'The ECS sandbox' }

async function startProcesses(lifetime: Lifetime, plan: StartPlan, databaseUrl: string): Promise<void> {
  const { dataDir, demo } = plan.environment
  const environments = plan.environmentsFor(databaseUrl)
  const args = commands(plan)
  const variables = { ...environments, web: { ...environments.web, ...nextVariables(plan.web) } }
  for (const name of demo ? (['sandbox', 'worker', 'web'] as const) : (['worker', 'web'] as const)) {
    const output = isDevelopment ? null : { dataDir }
    // Nobody would be left to insist; what a worker was doing, the next one carries on.
    const deathSignal = isDevelopment ? 'SIGTERM' : 'SIGKILL'
    const start = async (predecessor: Predecessor | null) => {
      const environment = { ...variables[name], ...(name === 'worker' && predecessorVariable(predecessor)) }
      return startChild({ name, args: args[name], environment, output, deathSignal })
    }
    const whereToLook = isDevelopment ? 'above' : relative('.', logFile(dataDir, name))
    await keepRunning(lifetime, { name: titles[name], whereToLook, start, say: progress.say })
  }
}

async function untilReady(lifetime: Lifetime, { environment }: StartPlan): Promise<void> {
  let missing = ['web', 'worker']
  const waiting = untilAllAnswer(environment, lifetime.stopped, (names) => {
    missing = names
  })
  await progress.step(() => `Starting ${missing.join(', ')}`, lifetime.while(waiting))
}

async function bringUp(lifetime: Lifetime): Promise<void> {
  const { dataDir, port } = readStartEnvironment(process.env)
  await holdDataFolder(lifetime, dataDir)
  const plan = await makeStartPlan(process.env, isDevelopment)
  const databaseUrl = await openDatabase(lifetime, plan)
  await progress.step('Migrating the database', lifetime.while(migrateDatabase(databaseUrl)))
  if (!isDevelopment && isBuildStale()) {
    await progress.step('Building the web pages', lifetime.while(ensureBuilt(lifetime.stopped)))
  }
  const signIn = await makeFirstUser(lifetime, plan, databaseUrl)
  try {
    await startProcesses(lifetime, plan, databaseUrl)
    await untilReady(lifetime, plan)
    process.stdout.write(`Shipclock is ready at http://localhost:${port}\n`)
  } finally {
    // The password exists nowhere else: it is told even if the rest of the start failed.
    if (signIn !== null) process.stdout.write(`\n${signIn}\n\n`)
  }
  if (!isDevelopment)
    progress.say(`Logs are in ${relative('.', `${dataDir}/logs`)}. Ctrl-C stops everything.`)
}

async function start(): Promise<number> {
  const lifetime = openLifetime()
  let failure: string | null
  try {
    await bringUp(lifetime)
    failure = await lifetime.ended
  } catch (error) {
    failure = error instanceof Stopped ? await lifetime.ended : explain(error)
  }
  if (lifetime.stopped.aborted) progress.say('Stopping …')
  await lifetime.close()
  if (failure === null) progress.say('Stopped.')
  else process.stderr.write(`${failure}\n`)
  return failure === null ? 0 : 1
}

await runCommand(start)
