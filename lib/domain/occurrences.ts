import { localTimeAt, type Overlap, resolveDueTime } from '@/lib/domain/due-time'
import { localOfWall, type WallMs } from '@/lib/domain/local-minute'
import type { LocalTimes } from '@/lib/domain/local-times'

/** What becomes of a local time that clocks skip: nothing, or the next minute that exists stands for it. */
export const GAP_RULES = ['skip', 'next_valid'] as const
export type GapRule = (typeof GAP_RULES)[number]

/** Which is meant of a local time that clocks show twice. */
export const OVERLAP_RULES = ['first', 'second', 'both'] as const
export type OverlapRule = (typeof OVERLAP_RULES)[number]

export interface ZoneRules {
  timezone: string
  gap: GapRule
  overlap: OverlapRule
}

/** One instant of a schedule. */
export interface Occurrence {
  kind: 'at'
  /** What the recurrence says, `YYYY-MM-DDTHH:mm`; clocks show another time where it was in a gap. */
  local: string
  dueAt: Date
  /** Set where clocks show it twice. */
  overlap: Overlap | null
  isMoved: boolean
}

/** A local time of the recurrence at which nothing happens, because clocks skip it. */
export interface GapOccurrence {
  kind: 'in_gap'
  local: string
  /** When clocks have skipped it. */
  dueAt: Date
  /** An occurrence at that instant stands for it. */
  isMerged: boolean
}

export type PlannedOccurrence = Occurrence | GapOccurrence

const HOUR_MS = 60 * 60_000
/** An instant's local time is at most 14 hours ahead of UTC and 12 behind; a gap is at most a day. */
const LOOK_BACK_MS = (12 + 24) * HOUR_MS
const MOST_AHEAD_MS = 14 * HOUR_MS

/**
 * What a recurrence means in a zone, after an instant and in order. Each local time of the recurrence is
 * in it exactly once, or twice where the rule for overlaps says `both`; no two are `at` the same instant.
 */
export function* occurrencesAfter(
  times: LocalTimes,
  rules: ZoneRules,
  after: Date,
): Generator<PlannedOccurrence, undefined> {
  let ahead: PlannedOccurrence[] = []
  let wall = times.after(after.getTime() - LOOK_BACK_MS)
  while (wall !== null || ahead.length > 0) {
    // Whatever the local times from here on turn out to be, they are not before this.
    const settled = wall === null ? Number.POSITIVE_INFINITY : wall - MOST_AHEAD_MS
    const next = ahead.filter(({ dueAt }) => dueAt.getTime() < settled)
    if (next.length > 0) {
      yield* merged(next).filter(({ dueAt }) => dueAt.getTime() > after.getTime())
      ahead = ahead.filter(({ dueAt }) => dueAt.getTime() >= settled)
    } else if (wall !== null) {
      ahead.push(...instantsOf(wall, rules))
      wall = times.after(wall)
    }
  }
}

function instantsOf(wall: WallMs, rules: ZoneRules): PlannedOccurrence[] {
  const { timezone } = rules
  const local = localOfWall(wall)
  const resolved = resolveDueTime({ local, timezone, overlap: null })
  if (resolved.ok) {
    return [{ kind: 'at', local, dueAt: resolved.value.dueAt, overlap: null, isMoved: false }]
  }
  const { refusal } = resolved
  switch (refusal.kind) {
    case 'time_ambiguous':
      return passesOf(local, refusal, rules.overlap)
    case 'time_in_gap':
      return [afterGap(local, refusal.after, rules)]
    default:
      // The local time comes from a calendar, and the zone was looked up before.
      throw new RangeError(`${local} in ${timezone}: ${refusal.kind}`)
  }
}

function passesOf(
  local: string,
  { earlier, later }: { earlier: Date; later: Date },
  rule: OverlapRule,
): Occurrence[] {
  const first = { kind: 'at', local, dueAt: earlier, overlap: 'earlier', isMoved: false } as const
  const second = { kind: 'at', local, dueAt: later, overlap: 'later', isMoved: false } as const
  if (rule === 'both') return [first, second]
  return [rule === 'first' ? first : second]
}

function afterGap(local: string, firstValid: string, { timezone, gap }: ZoneRules): PlannedOccurrence {
  const resolved = resolveDueTime({ local: firstValid, timezone, overlap: 'earlier' })
  if (!resolved.ok) throw new RangeError(`${firstValid} in ${timezone}: ${resolved.refusal.kind}`)
  const { dueAt } = resolved.value
  return gap === 'skip'
    ? { kind: 'in_gap', local, dueAt, isMerged: false }
    : { kind: 'at', local, dueAt, overlap: localTimeAt(dueAt, timezone).overlap, isMoved: true }
}

/** In order of time, and at each instant one: what was moved gives way to what belongs there. */
function merged(found: readonly PlannedOccurrence[]): PlannedOccurrence[] {
  const taken = new Set<number>()
  const one = found.toSorted(inOrder).map((occurrence): PlannedOccurrence => {
    const { kind, local, dueAt } = occurrence
    const isFree = kind === 'in_gap' || !taken.has(dueAt.getTime())
    if (kind === 'at') taken.add(dueAt.getTime())
    return isFree ? occurrence : { kind: 'in_gap', local, dueAt, isMerged: true }
  })
  return one.toSorted(inOrder)
}

function inOrder(a: PlannedOccurrence, b: PlannedOccurrence): number {
  return a.dueAt.getTime() - b.dueAt.getTime() || rankOf(a) - rankOf(b) || (a.local < b.local ? -1 : 1)
}

function rankOf(occurrence: PlannedOccurrence): number {
  if (occurrence.kind === 'in_gap') return 0
  return occurrence.isMoved ? 2 : 1
}
