import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { DeploymentDetail, TimelineEntryView } from '@/lib/queries/deployment-views'
import { getDeployment } from '@/lib/queries/get-deployment'
import { getTimeline } from '@/lib/queries/get-timeline'
import { createApplication } from '@/lib/use-cases/create-application'
import { runDeploymentNow } from '@/lib/use-cases/run-deployment-now'
import { type ScheduleDeploymentInput, scheduleDeployment } from '@/lib/use-cases/schedule-deployment'
import type { LedgerEntry } from '@/sandbox/ecs/journal'
import { type RunningSandbox, startSandbox } from '@/sandbox/ecs/server'
import {
  accepted,
  createTeamFixture,
  openTestServices,
  type TeamFixture,
  type TestServices,
} from './fixtures'
import { until } from './until'

const HOUR_MS = 3_600_000
const root = fileURLToPath(new URL('../..', import.meta.url))

export interface WorldOptions {
  rolloutSeconds?: number
  /** Applications besides the demo's, each with a service of its own in Production. */
  services?: readonly string[]
}

/** A team whose cloud account is a sandbox of this test's own, and worker processes to kill. */
export interface World {
  services: TestServices
  sandbox: RunningSandbox
  team: TeamFixture
  /** Schedules as the team's deployer, due `inMs` from now; without it, an hour ahead and then run now. */
  schedule(order: Partial<ScheduleDeploymentInput> & { inMs?: number }): Promise<string>
  deployment(id: string): Promise<DeploymentDetail>
  timeline(id: string): Promise<TimelineEntryView[]>
  /** Waits until the deployment is in one of these states. */
  untilStatus(
    id: string,
    statuses: DeploymentDetail['status'][],
    withinMs?: number,
  ): Promise<DeploymentDetail>
  /** The ledger's entries that began a rollout of the service. */
  rollouts(service: string): LedgerEntry[]
  /** Orders something of the sandbox: `next`, `faults`, `clock`. */
  control(path: string, body: object): Promise<void>
  clearFaults(): Promise<void>
  /** Of this tree, or of another one in `folder`. */
  startWorker(variables?: Record<string, string>, folder?: string): ChildProcess
  killWorkers(): Promise<void>
  close(): Promise<void>
}

export async function createWorld(databaseUrl: string, options: WorldOptions = {}): Promise<World> {
  const sandbox = await startSandbox({ port: 0, rolloutSeconds: options.rolloutSeconds ?? 1, seed: 'demo' })
  const services = await openTestServices(databaseUrl)
  const team = await createTeamFixture(services, { endpoint: sandbox.url })
  await addServices(sandbox, services, team, options.services ?? [])
  const workers = new Set<ChildProcess>()
  const deployment = async (id: string) => accepted(await getDeployment(services, team.viewer, { id }))
  const killWorkers = async () => void (await Promise.all([...workers].map(killed)))
  return {
    services,
    sandbox,
    team,
    deployment,
    schedule: ({ inMs, ...input }) => schedule(services, team, inMs ?? null, input),
    timeline: async (id) =>
      accepted(await getTimeline(services, team.viewer, { id, limit: 500, cursor: null })).items,
    untilStatus: (id, statuses, withinMs) =>
      until(
        `${id} to be ${statuses.join(' or ')}`,
        async () => {
          const found = await deployment(id)
          return statuses.includes(found.status) ? found : null
        },
        withinMs,
      ),
    rollouts: (service) =>
      sandbox.ledger(service).filter((entry) => entry.effect.startsWith('rollout_started')),
    control: (path, body) => control(sandbox, 'POST', path, body),
    clearFaults: () => control(sandbox, 'DELETE', 'faults'),
    startWorker: (variables = {}, folder = root) =>
      startWorkerProcess(databaseUrl, services, workers, { variables, folder }),
    killWorkers,
    close: async () => {
      await killWorkers()
      await services.close()
      await sandbox.close()
    },
  }
}

async function addServices(
  sandbox: RunningSandbox,
  services: TestServices,
  team: TeamFixture,
  names: readonly string[],
): Promise<void> {
  if (names.length === 0) return
  const planted = names.map((name) => ({
    name,
    desiredCount: 1,
    taskDefinition: { family: name, containers: [{ name, image: `registry.example/${name}:1` }] },
  }))
  await control(sandbox, 'POST', 'seed', { clusters: [{ name: 'demo', services: planted }] })
  for (const name of names) {
    const target = { environment: 'production', service: name, container: name, imageRepository: null }
    accepted(await createApplication(services, team.admin, { name, slug: name, targets: [target] }))
  }
}

async function control(sandbox: RunningSandbox, method: string, path: string, body?: object): Promise<void> {
  const answer = await fetch(`${sandbox.url}/_sandbox/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`The sandbox refused ${path}: ${await answer.text()}`)
}

async function schedule(
  services: TestServices,
  team: TeamFixture,
  inMs: number | null,
  input: Partial<ScheduleDeploymentInput>,
): Promise<string> {
  const at = new Date(Date.now() + (inMs ?? HOUR_MS))
  const scheduled = await scheduleDeployment(services, team.deployer, {
    application: 'web',
    environment: 'production',
    image: null,
    due: { kind: 'instant', at, timezone: 'Europe/Berlin' },
    dependencies: [],
    startDeadlineMinutes: null,
    note: null,
    requestKey: null,
    ...input,
  })
  const { id } = accepted(scheduled)
  if (inMs === null) accepted(await runDeploymentNow(services, team.deployer, { id }))
  return id
}

function startWorkerProcess(
  databaseUrl: string,
  services: TestServices,
  workers: Set<ChildProcess>,
  { variables, folder }: { variables: Record<string, string>; folder: string },
): ChildProcess {
  const worker = spawn(process.execPath, ['--import', './scripts/alias.mjs', 'worker/main.ts'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      DATABASE_URL: databaseUrl,
      SHIPCLOCK_ALLOW_PRIVATE_ENDPOINTS: 'true',
      SHIPCLOCK_LOG_LEVEL: 'silent',
      ...services.vaultEnvironment,
      ...variables,
    },
  })
  workers.add(worker)
  worker.once('exit', () => workers.delete(worker))
  return worker
}

/** Ends a process as a power cut would. */
export async function killed(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return
  worker.kill('SIGKILL')
  await once(worker, 'exit')
}
