import type { SystemDatabase } from './database'

export interface WorkerSeen {
  id: string
  hostname: string
  startedAt: Date
  /** What the cloud account that restrains its calls most lets it use of its limit: 1 when none does. */
  callShare: number
  now: Date
}

/** A worker says that it lives. Rows of processes that are long gone are cleared away by the others. */
export async function markWorkerSeen(database: SystemDatabase, worker: WorkerSeen): Promise<void> {
  const { now, ...row } = worker
  await database.client.workerProcess.upsert({
    where: { id: row.id },
    create: { ...row, lastSeenAt: now },
    update: { lastSeenAt: now, callShare: row.callShare },
    select: { id: true },
  })
  const dayAgo = new Date(now.getTime() - 24 * 60 * 60_000)
  await database.client.workerProcess.deleteMany({ where: { lastSeenAt: { lt: dayAgo } } })
}

/** A worker that stopped in good order is not waited for. */
export async function removeWorker(database: SystemDatabase, id: string): Promise<void> {
  await database.client.workerProcess.deleteMany({ where: { id } })
}

/** When any worker was last seen; null: none ever was, or all stopped in good order. */
export async function workerLastSeenAt(database: SystemDatabase): Promise<Date | null> {
  const { _max } = await database.client.workerProcess.aggregate({ _max: { lastSeenAt: true } })
  return _max.lastSeenAt
}

/** How many workers were seen at or after `since`. */
export async function workersSeenSince(database: SystemDatabase, since: Date): Promise<number> {
  return database.client.workerProcess.count({ where: { lastSeenAt: { gte: since } } })
}

/** The lowest `callShare` of the workers that were seen at or after `since`; 1 when there are none. */
export async function lowestCallShare(database: SystemDatabase, since: Date): Promise<number> {
  const { _min } = await database.client.workerProcess.aggregate({
    where: { lastSeenAt: { gte: since } },
    _min: { callShare: true },
  })
  return _min.callShare ?? 1
}
