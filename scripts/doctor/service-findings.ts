import { setTimeout as sleep } from 'node:timers/promises'
import { teamIdOfRow } from '@/lib/auth/team-id'
import { type CheckedCloudAccount, cloudAccountsOfAllTeams } from '@/lib/postgres/cloud-accounts'
import { type Database, openDatabase } from '@/lib/postgres/database'
import { getHealth, WORKER_SILENCE_MS } from '@/lib/queries/get-health'
import { openWakeUps } from '@/lib/queue/wake-ups'
import { askForCheck } from '@/lib/use-cases/request-cloud-account-check'
import { type Finding, fine, wrong } from './finding'
import { invariantsFinding } from './invariants-finding'

/** A connection test takes a second or two; one that AWS does not answer is given up after ten. */
const CHECK_PATIENCE_MS = 20_000
const LOOK_EVERY_MS = 250

/** Of a database that is there and migrated: worker, invariants and, through the worker, each cloud account. */
export async function serviceFindings(databaseUrl: string): Promise<Finding[]> {
  const database = openDatabase({
    url: databaseUrl,
    applicationName: 'shipclock doctor',
    maxConnections: 2,
  })
  try {
    const worker = await workerFinding(database)
    const invariants = await invariantsFinding(database)
    return [worker, invariants, ...(await cloudAccountFindings(database, databaseUrl, worker.ok))]
  } finally {
    await database.close()
  }
}

async function workerFinding(database: Database): Promise<Finding> {
  const { worker, oldestOverdueMs } = await getHealth({ database, ownDatabase: database })
  if (worker.alive) {
    const overdue = oldestOverdueMs ?? 0
    if (overdue <= WORKER_SILENCE_MS) return fine('Worker: alive.')
    return wrong(
      `Worker: alive, but a deployment has been due for ${Math.round(overdue / 1000)} s. The worker’s log says why.`,
    )
  }
  const since =
    worker.lastSeenAt === null ? 'none is running' : `none since ${worker.lastSeenAt.toISOString()}`
  return wrong(`Worker: ${since}. Nothing will be deployed: run \`npm start\`, or \`npm run worker\` alone.`)
}

async function cloudAccountFindings(
  database: Database,
  databaseUrl: string,
  workerIsAlive: boolean,
): Promise<Finding[]> {
  const before = await database.asSystem(cloudAccountsOfAllTeams)
  await askForFreshChecks(database, databaseUrl, before)
  const after = workerIsAlive ? await untilChecked(database, before) : before
  return after.map((account) => cloudAccountFinding(account, isFresh(account, before)))
}

async function askForFreshChecks(
  database: Database,
  databaseUrl: string,
  accounts: CheckedCloudAccount[],
): Promise<void> {
  const wakeUps = openWakeUps(databaseUrl)
  try {
    for (const account of accounts) {
      const services = { wakeUps }
      await database.asTeam(teamIdOfRow(account), (team) =>
        askForCheck({ database: team, services }, account.id),
      )
    }
  } finally {
    await wakeUps.close()
  }
}

async function untilChecked(
  database: Database,
  before: CheckedCloudAccount[],
): Promise<CheckedCloudAccount[]> {
  const deadline = performance.now() + CHECK_PATIENCE_MS
  for (;;) {
    const accounts = await database.asSystem(cloudAccountsOfAllTeams)
    const allFresh = accounts.every((account) => isFresh(account, before))
    if (allFresh || performance.now() >= deadline) return accounts
    await sleep(LOOK_EVERY_MS)
  }
}

/** Whether it was tested since `before` was read. */
function isFresh(account: CheckedCloudAccount, before: CheckedCloudAccount[]): boolean {
  const earlier = before.find(({ id }) => id === account.id)?.checkedAt
  return account.checkedAt !== null && account.checkedAt.getTime() !== earlier?.getTime()
}

function cloudAccountFinding(account: CheckedCloudAccount, fresh: boolean): Finding {
  const { name, team, checkedAt, checkError } = account
  const what = `Cloud account ${name} of ${team}`
  if (checkedAt === null) return wrong(`${what}: never tested. A test was asked for: it needs a worker.`)
  const when = fresh ? 'just now' : `at ${checkedAt.toISOString()} (a fresh test was asked for: look again)`
  if (checkError !== null) return wrong(`${what}: ${checkError} Tested ${when}.`)
  return fine(`${what}: reachable, tested ${when}.`)
}
