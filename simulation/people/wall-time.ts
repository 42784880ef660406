import { Temporal } from 'temporal-polyfill'

/**
 * The instants, in order, at which clocks in `timezone` show `local` (`YYYY-MM-DDTHH:mm`), in epoch
 * milliseconds: none in a gap, two in an overlap. Temporal's polyfill says so: nothing of the product.
 */
export function instantsShowing(local: string, timezone: string): number[] {
  const wall = Temporal.PlainDateTime.from(local)
  const sides = (['earlier', 'later'] as const).map((disambiguation) =>
    wall.toZonedDateTime(timezone, { disambiguation }),
  )
  const right = sides.filter((side) => side.toPlainDateTime().equals(wall))
  return [...new Set(right.map(({ epochMilliseconds }) => epochMilliseconds))]
}

/** What clocks in `timezone` show at an instant, to the minute. */
export function wallAt(epochMs: number, timezone: string): string {
  const shown = Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(timezone)
  return shown.toPlainDateTime().toString({ smallestUnit: 'minute', roundingMode: 'floor' })
}

/** The next instant at which the clocks of a zone are changed; null: none is known. */
export function nextChangeMs(timezone: string, afterMs: number): number | null {
  const after = Temporal.Instant.fromEpochMilliseconds(afterMs).toZonedDateTimeISO(timezone)
  return after.getTimeZoneTransition('next')?.epochMilliseconds ?? null
}
