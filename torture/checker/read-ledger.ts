import { z } from 'zod'
import { RUN_TAG } from '@/lib/ecs/requests'
import type { LedgerEntry } from '@/sandbox/ecs/journal'
import { demoKey } from '@/sandbox/ecs/sandbox'

/** A rollout that we began, as ECS wrote it down. */
export interface OwnRollout {
  seq: number
  service: string
  rolloutId: string
  revision: string
  /** The run whose tag the revision carries; null for one that we did not register. */
  registeredBy: string | null
  /** It is not the first of this revision: somebody went back to it, or did it twice. */
  isReturn: boolean
}

/** What the ledger says about our calls. */
export interface OwnCalls {
  rollouts: OwnRollout[]
  /** Runs that registered a revision. */
  registeredRuns: Set<string>
}

const tags = z.array(z.object({ key: z.string(), value: z.string() }))

export function readLedger(ledger: readonly LedgerEntry[]): OwnCalls {
  const runOf = new Map<string, string>()
  const rollouts: OwnRollout[] = []
  const seen = new Set<string>()
  for (const entry of ledger) {
    if (entry.caller.accessKeyId !== demoKey.accessKeyId) continue
    for (const effect of entry.effect.split('; ')) {
      const registered = /^revision_registered (\S+)$/.exec(effect)?.[1]
      const run =
        registered && tags.safeParse(entry.request.tags).data?.find(({ key }) => key === RUN_TAG)?.value
      if (registered && run) runOf.set(registered, run)
      const [, rolloutId, revision] = /^rollout_started (\S+) revision (\S+)$/.exec(effect) ?? []
      if (rolloutId === undefined || revision === undefined) continue
      const facts = { seq: entry.seq, service: entry.service ?? '', rolloutId, revision }
      rollouts.push({ ...facts, registeredBy: runOf.get(revision) ?? null, isReturn: seen.has(revision) })
      seen.add(revision)
    }
  }
  return { rollouts, registeredRuns: new Set(runOf.values()) }
}
