import { assertNever } from '@/lib/domain/assert-never'
import type { DeploymentStatus } from '@/lib/domain/deployment-status'
import { hasEnded, isPending } from '@/lib/domain/deployment-status'
import type { GapOccurrence, Occurrence, PlannedOccurrence } from '@/lib/domain/occurrences'
import { formatInZone } from '@/lib/domain/zone-format'

/** What becomes of an occurrence when an earlier one has not ended: nothing, or it waits, one at a time. */
export const UNFINISHED_RULES = ['skip', 'queue_one'] as const
export type UnfinishedRule = (typeof UNFINISHED_RULES)[number]

/** What becomes of those that passed while no worker was there. */
export const CATCH_UP_RULES = ['none', 'last', 'all'] as const
export type CatchUpRule = (typeof CATCH_UP_RULES)[number]

export const SKIP_CAUSES = ['gap', 'paused', 'unfinished', 'catch_up', 'person'] as const
export type SkipCause = (typeof SKIP_CAUSES)[number]

/** What becomes of an occurrence: a deployment, or nothing and why, in words. */
export type Fate =
  | { kind: 'make'; occurrence: Occurrence; reason: string }
  | { kind: 'skip'; occurrence: PlannedOccurrence; cause: SkipCause; reason: string }

export interface PassedFacts {
  now: Date
  /** Whether a worker was there: what came due together with the one before needs no catching up. */
  wasAway: boolean
  /** Whether these are all that have passed. */
  isWhole: boolean
  timezone: string
  /** In words, by whom and why; null: it is not paused. */
  paused: string | null
  catchUp: CatchUpRule
  /** With `all`: how long after its time one is still made up for. */
  catchUpMinutes: number
}

/** What becomes of occurrences that have passed before anything was made of them; in order, each once. */
export function decidePassed(facts: PassedFacts, passed: readonly PlannedOccurrence[]): Fate[] {
  const last = facts.isWhole ? passed.findLast(({ kind }) => kind === 'at') : undefined
  return passed.map((occurrence) => {
    if (occurrence.kind === 'in_gap') return decideGap(occurrence, facts.timezone)
    if (facts.paused !== null) return { kind: 'skip', occurrence, cause: 'paused', reason: facts.paused }
    if (!facts.wasAway) return { kind: 'make', occurrence, reason: 'It came due close to the one before.' }
    return decideLate(facts, occurrence, occurrence === last)
  })
}

/** Clocks skip its local time. */
export function decideGap(occurrence: GapOccurrence, timezone: string): Extract<Fate, { kind: 'skip' }> {
  const skipped = `Clocks in ${timezone} go forward and skip ${occurrence.local.replace('T', ' ')}`
  const reason = occurrence.isMerged
    ? `${skipped}; the occurrence at the first time that exists stands for it.`
    : `${skipped}, and the schedule says to leave it out.`
  return { kind: 'skip', occurrence, cause: 'gap', reason }
}

function decideLate(facts: PassedFacts, occurrence: Occurrence, isLast: boolean): Fate {
  const { now, timezone, catchUp, catchUpMinutes } = facts
  const was = `It was due ${formatInZone(occurrence.dueAt, timezone)}, when no worker was there`
  const skip = (why: string): Fate => ({
    ...{ kind: 'skip', occurrence, cause: 'catch_up', reason: `${was}; ${why}` },
  })
  switch (catchUp) {
    case 'none':
      return skip('the schedule does not catch up.')
    case 'last':
      if (!isLast) return skip('the schedule only catches up on the last one.')
      break
    case 'all':
      if (now.getTime() - occurrence.dueAt.getTime() > catchUpMinutes * 60_000) {
        return skip(`the schedule catches up within ${catchUpMinutes} minutes.`)
      }
      break
    default:
      return assertNever(catchUp)
  }
  return { kind: 'make', occurrence, reason: `${was}. It is made up for now.` }
}

/**
 * Why an occurrence that has come due is left out because of the earlier ones of its schedule, or null.
 * With `queue_one` one may wait while another runs.
 */
export function decideUnfinished(
  rule: UnfinishedRule,
  earlier: readonly { dueAt: Date; status: DeploymentStatus }[],
  timezone: string,
): string | null {
  const inTheWay = earlier.filter(({ status }) => (rule === 'skip' ? !hasEnded(status) : isPending(status)))
  const [first] = inTheWay
  if (first === undefined) return null
  const when = formatInZone(first.dueAt, timezone)
  return rule === 'skip'
    ? `The occurrence of ${when} had not ended, and the schedule says to leave one out then.`
    : `The occurrence of ${when} was waiting already, and the schedule lets one wait at a time.`
}
