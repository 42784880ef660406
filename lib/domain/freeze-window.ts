import { type FreezeSpan, type Interval, intervalsOf } from '@/lib/domain/freeze-span'
import { listWords } from '@/lib/domain/list-words'

/** freeze: nothing starts while it is open. allow: nothing starts while none of its place is open. */
export const FREEZE_EFFECTS = ['freeze', 'allow'] as const
export type FreezeEffect = (typeof FREEZE_EFFECTS)[number]

export interface FreezeWindow {
  id: string
  effect: FreezeEffect
  reason: string
  span: FreezeSpan
  /** Null: of every environment. */
  environmentId: string | null
  /** Null: of every application. */
  applicationId: string | null
}

/** Where something is deployed. */
export interface Place {
  environmentId: string
  applicationId: string
}

/**
 * Whether freezes hold a deployment: not one that somebody let through, and no revert, which undoes what
 * was deployed before the freeze. Nobody wants to keep what proved bad because it is frozen.
 */
export function heedsFreezes(deployment: {
  freezeOverriddenAt: Date | null
  revertsId: string | null
}): boolean {
  return deployment.freezeOverriddenAt === null && deployment.revertsId === null
}

/** Why nothing starts at a place. */
export interface Freeze {
  effect: FreezeEffect
  reason: string
  /** From this instant on nothing is in the way; null: nobody can say when. */
  endsAt: Date | null
}

/** More windows in a row than anybody means: they leave no gap at all. */
const MOST_IN_A_ROW = 200
/** A week, and the hour by which a week may be longer. */
const LONGEST_UNTIL_NEXT_MS = 8 * 24 * 60 * 60_000

/**
 * What keeps deployments to a place from starting at an instant, if anything. Windows that follow each
 * other without a gap are one: its end is the first instant that is free. Where several places have
 * allowed windows (the team, one environment), one of each must be open.
 */
export function freezeAt(windows: readonly FreezeWindow[], place: Place, at: Date): Freeze | null {
  const concerned = windows.filter((window) => concerns(window, place))
  const first = closedBy(concerned, at)
  if (first === null) return null
  let next: Freeze | null = first
  let endsAt: Date | null = at
  for (let windowsInARow = 0; next !== null; windowsInARow += 1) {
    endsAt = next.endsAt
    if (endsAt === null || windowsInARow === MOST_IN_A_ROW) return { ...first, endsAt: null }
    next = closedBy(concerned, endsAt)
  }
  return { ...first, endsAt }
}

/** The first instant after `from`, and not after `last`, at which a place that is free is so no more. */
export function nextFreezeAt(
  windows: readonly FreezeWindow[],
  place: Place,
  { from, last }: { from: Date; last: Date },
): Date | null {
  const concerned = windows.filter((window) => concerns(window, place))
  const edges = concerned.flatMap(({ effect, span }) =>
    intervalsOf(span, from, last).map(({ startsAt, endsAt }) => (effect === 'freeze' ? startsAt : endsAt)),
  )
  const ahead = edges.filter((edge) => edge > from && edge <= last).sort(byTime)
  return ahead.find((edge) => closedBy(concerned, edge) !== null) ?? null
}

/** What a window says of a place: nothing, where it is about another one. */
export function concerns({ environmentId, applicationId }: FreezeWindow, place: Place): boolean {
  return (
    (environmentId === null || environmentId === place.environmentId) &&
    (applicationId === null || applicationId === place.applicationId)
  )
}

/** By the freeze that lasts longest, or by allowed windows of which none is open. */
function closedBy(windows: readonly FreezeWindow[], at: Date): Freeze | null {
  const open = windows
    .filter(({ effect }) => effect === 'freeze')
    .flatMap(({ effect, reason, span }) =>
      intervalsOf(span, at, at).map(({ endsAt }) => ({ effect, reason, endsAt })),
    )
    .sort((one, other) => byTime(other.endsAt, one.endsAt))
  return open[0] ?? closedOutside(windows, at)
}

function closedOutside(windows: readonly FreezeWindow[], at: Date): Freeze | null {
  const allowed = windows.filter(({ effect }) => effect === 'allow')
  const ofPlaces = Map.groupBy(allowed, (window) => `${window.environmentId}/${window.applicationId}`)
  for (const ofPlace of ofPlaces.values()) {
    if (ofPlace.some(({ span }) => intervalsOf(span, at, at).length > 0)) continue
    const [next] = ofPlace.flatMap(({ span }) => startsAfter(span, at)).sort(byTime)
    const reasons = [...new Set(ofPlace.map(({ reason }) => reason))]
    return { effect: 'allow', reason: listWords(reasons), endsAt: next ?? null }
  }
  return null
}

function startsAfter(span: FreezeSpan, at: Date): Date[] {
  if (span.kind === 'once') return span.startsAt > at ? [span.startsAt] : []
  const inAWeek = new Date(at.getTime() + LONGEST_UNTIL_NEXT_MS)
  return intervalsOf(span, at, inAWeek).flatMap(({ startsAt }: Interval) => (startsAt > at ? [startsAt] : []))
}

function byTime(one: Date, other: Date): number {
  return one.getTime() - other.getTime()
}
