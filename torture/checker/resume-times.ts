import type { Hold } from '@/torture/world/hold-log'
import type { Outage } from '@/torture/world/outages'
import type { Death } from '@/torture/world/supervised'

/** How long something lay that a worker had in hand when it was killed, in milliseconds. */
export interface Resumed {
  /** Until a worker held it again. */
  wholeMs: number
  /** The same without the times in which there was no database, or no worker that was up. */
  ms: number
}

/**
 * What nobody held at the moment of a kill was not interrupted, and does not count. What no worker
 * ever held again took for ever.
 * @param outages do not overlap
 */
export function resumeTimes(
  deaths: readonly Death[],
  holds: readonly Hold[],
  outages: readonly Outage[],
): Resumed[] {
  const byThing = Map.groupBy(holds, ({ thing }) => thing)
  return deaths
    .filter(({ signal }) => signal === 'SIGKILL')
    .flatMap((death) =>
      [...byThing.values()].flatMap((log) => {
        const resumedAt = resumedAfter(death, log)
        if (resumedAt === null) return []
        const wholeMs = resumedAt - death.at
        return [{ wholeMs, ms: wholeMs - overlapMs({ from: death.at, to: resumedAt }, outages) }]
      }),
    )
}

/** Null: it held nothing of this. */
function resumedAfter({ at, pid }: Death, log: readonly Hold[]): number | null {
  const index = log.findLastIndex((hold) => hold.at <= at)
  if (!log[index]?.heldBy?.includes(`/${pid}-`)) return null
  return log[index + 1]?.at ?? Number.POSITIVE_INFINITY
}

function overlapMs({ from, to }: Outage, outages: readonly Outage[]): number {
  if (to === Number.POSITIVE_INFINITY) return 0
  return outages.reduce(
    (sum, outage) => sum + Math.max(0, Math.min(to, outage.to) - Math.max(from, outage.from)),
    0,
  )
}
