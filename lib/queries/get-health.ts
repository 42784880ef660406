import type { Database } from '@/lib/postgres/database'
import { dueDeployments } from '@/lib/postgres/deployment-counts'
import { type DatabaseTrouble, DatabaseUnavailable } from '@/lib/postgres/errors'
import { isReadOnly } from '@/lib/postgres/read-only'
import { workerLastSeenAt } from '@/lib/postgres/worker-processes'

export interface Health {
  /** ok: deployments start on time. degraded: no worker lives. down: the database can't be worked with. */
  status: 'ok' | 'degraded' | 'down'
  database: 'ok' | DatabaseTrouble
  worker: { alive: boolean; lastSeenAt: Date | null }
  /** How long the oldest deployment has been due that waits for nothing but a worker; null: none, or not known. */
  oldestOverdueMs: number | null
}

/** Workers show themselves every few seconds; one that has been silent for longer is taken for dead. */
export const WORKER_SILENCE_MS = 15_000
/** Somebody waits for the answer, and an answer after this long is none. */
const PATIENCE_MS = 3_000

interface HealthServices {
  /** What the process works with. */
  database: Database
  /** A connection of its own, to tell a database that is away from one whose connections are all taken. */
  ownDatabase: Database
}

/** How Shipclock does as a whole. For whoever watches it: no team's data is in it. Never throws. */
export async function getHealth({ database, ownDatabase }: HealthServices): Promise<Health> {
  const [seen, served] = await Promise.all([
    inTime(look(ownDatabase)),
    inTime(database.asSystem((system) => system.now())),
  ])
  if (typeof seen === 'string') return { ...UNKNOWN, database: seen }
  if (typeof served === 'string') return { ...seen, status: 'down', database: served }
  return seen
}

const UNKNOWN = {
  status: 'down',
  worker: { alive: false, lastSeenAt: null },
  oldestOverdueMs: null,
} as const

async function look(database: Database): Promise<Health> {
  return database.asSystem(async (system) => {
    const now = await system.now()
    const lastSeenAt = await workerLastSeenAt(system)
    const alive = lastSeenAt !== null && now.getTime() - lastSeenAt.getTime() <= WORKER_SILENCE_MS
    const { oldestOverdueAt } = await dueDeployments(system, now)
    const trouble = (await isReadOnly(system)) ? 'read_only' : null
    return {
      status: trouble !== null ? 'down' : alive ? 'ok' : 'degraded',
      database: trouble ?? 'ok',
      worker: { alive, lastSeenAt },
      oldestOverdueMs: oldestOverdueAt === null ? null : now.getTime() - oldestOverdueAt.getTime(),
    }
  })
}

/** What was found, or what kept the database from telling. */
async function inTime<Value>(found: Promise<Value>): Promise<Value | DatabaseTrouble> {
  const tooLate = new Promise<DatabaseTrouble>((resolve) => setTimeout(resolve, PATIENCE_MS, 'busy').unref())
  const trouble = (error: unknown): DatabaseTrouble =>
    error instanceof DatabaseUnavailable ? error.trouble : 'away'
  return Promise.race([found.catch(trouble), tooLate])
}
