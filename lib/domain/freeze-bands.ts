import { type Interval, intervalsOf } from '@/lib/domain/freeze-span'
import type { FreezeWindow } from '@/lib/domain/freeze-window'

/** A time in which something cannot start, to be drawn. */
export interface FreezeBand extends Interval {
  /** Of the window; the same for each of its times. */
  windowId: string
  words: string
}

/**
 * The times between two instants in which windows keep anything from starting: while a freeze is open, and
 * around the allowed windows of a place, of which those that follow each other are one.
 */
export function freezeBands(windows: readonly FreezeWindow[], from: Date, to: Date): FreezeBand[] {
  const frozen = windows
    .filter(({ effect }) => effect === 'freeze')
    .flatMap(({ id, reason, span }) =>
      intervalsOf(span, from, to).map((interval) => ({
        ...{ windowId: id, words: `Frozen: ${reason}` },
        ...within(interval, from, to),
      })),
    )
  const allowed = windows.filter(({ effect }) => effect === 'allow')
  const ofPlaces = Map.groupBy(allowed, (window) => `${window.environmentId}/${window.applicationId}`)
  const outside = [...ofPlaces.values()].flatMap((ofPlace) => {
    const [{ id = '', reason = '' } = {}] = ofPlace
    return gapsOf(
      ofPlace.flatMap(({ span }) => intervalsOf(span, from, to)),
      from,
      to,
    ).map((gap) => ({ windowId: id, words: `Only within: ${reason}`, ...gap }))
  })
  return [...frozen, ...outside].filter(({ startsAt, endsAt }) => startsAt < endsAt)
}

function within({ startsAt, endsAt }: Interval, from: Date, to: Date): Interval {
  return { startsAt: startsAt < from ? from : startsAt, endsAt: endsAt > to ? to : endsAt }
}

function gapsOf(open: readonly Interval[], from: Date, to: Date): Interval[] {
  const gaps: Interval[] = []
  let closedSince = from
  for (const { startsAt, endsAt } of [...open].sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime())) {
    if (startsAt > closedSince) gaps.push({ startsAt: closedSince, endsAt: startsAt })
    if (endsAt > closedSince) closedSince = endsAt
  }
  return closedSince < to ? [...gaps, { startsAt: closedSince, endsAt: to }] : gaps
}
