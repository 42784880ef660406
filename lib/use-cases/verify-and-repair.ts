import { workerActorOfTeam } from '@/lib/auth/worker-actor'
import { INVARIANTS } from '@/lib/postgres/invariants/all'
import type { Invariant } from '@/lib/postgres/invariants/invariant'
import { offendersOf } from '@/lib/postgres/offenders'
import { claimVerification, recordViolations } from '@/lib/postgres/verifications'
import { type Verification, verifyInvariants } from '@/lib/queries/verify-invariants'
import type { Services } from '@/lib/services'
import { repairWakeUp } from './repair-wake-up'

/** What is left, and how many lost wake-ups there were. */
export interface Repaired extends Verification {
  repaired: number
}

export interface VerifyAndRepairOptions {
  /** At most once in this time, however many workers ask. */
  everyMs: number
  /** Ends it between two looks, or two repairs. */
  signal?: AbortSignal
}

/** History does not change: what ended long ago was looked at then. */
const ENDED_WITHIN_MS = 24 * 60 * 60_000
const BATCH = 10_000

/**
 * Asks anew for lost wake-ups, then holds everything against the invariants, and leaves what is broken
 * still for `/api/metrics`. Null: another worker does it, or did not long ago.
 */
export async function verifyAndRepair(
  services: Services,
  { everyMs, signal }: VerifyAndRepairOptions,
): Promise<Repaired | null> {
  const claimed = await services.database.asSystem(async (system) =>
    claimVerification(system, { now: await system.now(), everyMs }),
  )
  if (!claimed) return null
  let repaired = 0
  for (const invariant of INVARIANTS.filter(({ isLostWakeUp }) => isLostWakeUp)) {
    repaired += await repairAll(services, invariant, signal)
  }
  const left = await verifyInvariants(services, { endedWithinMs: ENDED_WITHIN_MS, signal })
  const faults = left.invariants.filter(({ severity }) => severity === 'fault')
  await services.database.asSystem((system) => recordViolations(system, faults))
  return { ...left, repaired }
}

/** Batch by batch, until there is nothing left that a wake-up would mend. */
async function repairAll(
  services: Services,
  invariant: Invariant,
  signal: AbortSignal | undefined,
): Promise<number> {
  let repaired = 0
  for (;;) {
    signal?.throwIfAborted()
    const { first } = await services.database.asSystemSnapshot(async (system) => {
      const now = await system.now()
      return offendersOf(system, invariant, { now, endedSince: now }, BATCH)
    })
    const before = repaired
    for (const { teamId, deploymentId } of first) {
      signal?.throwIfAborted()
      if (teamId === null || deploymentId === null) continue
      const done = await repairWakeUp(services, workerActorOfTeam({ teamId }), { deploymentId, invariant })
      if (done.ok && done.value) repaired += 1
    }
    if (first.length < BATCH || repaired === before) return repaired
  }
}
