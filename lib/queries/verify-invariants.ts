import type { Database } from '@/lib/postgres/database'
import { INVARIANTS } from '@/lib/postgres/invariants/all'
import type { Invariant } from '@/lib/postgres/invariants/invariant'
import { type Offender, offendersOf } from '@/lib/postgres/offenders'

/** What became of one invariant. */
export interface VerifiedInvariant extends Pick<Invariant, 'name' | 'sentence' | 'severity'> {
  /** How many rows break it. */
  count: number
  first: Offender[]
}

export interface Verification {
  /** The instant of the snapshot, by the database's clock. */
  at: Date
  invariants: VerifiedInvariant[]
  /** How many rows break an invariant that is no mere note. */
  faults: number
}

export interface VerifyOptions {
  /** Leaves out what ended before; without it, all of history is looked at. */
  endedWithinMs?: number
  /** How many rows are shown for each invariant. */
  show?: number
  /** Ends it between two questions. */
  signal?: AbortSignal | undefined
}

/**
 * Holds all rows of all teams against the invariants, as of one instant: nothing that is just happening
 * is mistaken for a fault, nothing is locked, nobody waits.
 */
export async function verifyInvariants(
  services: { database: Database },
  { endedWithinMs, show = 10, signal }: VerifyOptions = {},
): Promise<Verification> {
  return services.database.asSystemSnapshot(async (system) => {
    const at = await system.now()
    const endedSince = new Date(endedWithinMs === undefined ? 0 : at.getTime() - endedWithinMs)
    const invariants: VerifiedInvariant[] = []
    for (const invariant of INVARIANTS) {
      signal?.throwIfAborted()
      const { sentence, severity } = invariant
      const found = await offendersOf(system, invariant, { now: at, endedSince }, show)
      invariants.push({ name: invariant.name, sentence, severity, ...found })
    }
    const faults = invariants.filter(({ severity }) => severity === 'fault')
    return { at, invariants, faults: faults.reduce((sum, { count }) => sum + count, 0) }
  })
}
