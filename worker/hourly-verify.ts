import type { Log } from '@/lib/log'
import { openDatabase } from '@/lib/postgres/database'
import type { Services } from '@/lib/services'
import { type Repaired, verifyAndRepair } from '@/lib/use-cases/verify-and-repair'

const HOUR_MS = 60 * 60_000
/** How often this worker asks whether it is its turn. */
const LOOK_MS = 10 * 60_000

/** What is under way when the worker stops is a question to the database: it ends without anybody to answer. */
const GRACE_MS = 1_000

export interface HourlyVerifyOptions {
  databaseUrl: string
  services: Services
  log: Log
  /** For tests. */
  everyMs?: number
  lookMs?: number
}

/**
 * Verifies the invariants, once an hour by one of the workers, repairs lost wake-ups, and logs what takes
 * a person. On a connection of its own: with a million rows a question takes seconds.
 */
export function startHourlyVerify(options: HourlyVerifyOptions): { stop(): Promise<void> } {
  const { databaseUrl, log, everyMs = HOUR_MS, lookMs = LOOK_MS } = options
  const database = openDatabase({
    url: databaseUrl,
    applicationName: 'shipclock verification',
    maxConnections: 1,
  })
  const services = { ...options.services, database }
  const stopping = new AbortController()
  const { signal } = stopping
  let verifying: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout
  const look = async () => {
    try {
      const verified = await verifyAndRepair(services, { everyMs, signal })
      if (verified !== null) tell(log, verified)
    } catch (error) {
      // The database is away, or the worker stops; an hour later somebody verifies again.
      if (!signal.aborted) log.warn({ error }, 'invariants.verification_failed')
    }
  }
  const lookLater = () => {
    // Workers that were started together don't all ask together.
    const inMs = lookMs * (0.5 + Math.random())
    timer = setTimeout(() => {
      verifying = look().then(() => {
        if (!signal.aborted) lookLater()
      })
    }, inMs)
  }
  lookLater()
  return {
    async stop() {
      clearTimeout(timer)
      stopping.abort()
      const grace = new Promise((resolve) => setTimeout(resolve, GRACE_MS).unref())
      await Promise.race([verifying.then(() => database.close()), grace])
    },
  }
}

function tell(log: Log, { invariants, faults, repaired }: Repaired): void {
  if (repaired > 0) log.warn({ count: repaired }, 'invariants.wake_ups_repaired')
  for (const { name, severity, sentence, count, first } of invariants) {
    if (severity === 'fault' && count > 0)
      log.error({ invariant: name, sentence, count, first }, 'invariants.broken')
  }
  log.info({ faults }, 'invariants.verified')
}
