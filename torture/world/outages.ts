/** A time in which nobody could have gone on with anything, epoch milliseconds. */
export interface Outage {
  from: number
  to: number
}

/** Times without a database or without a worker. */
export interface Outages {
  /** Now for `forMs`, or until the returned function is called. */
  begin(): () => void
  during(forMs: number): void
  all(): Outage[]
}

export function openOutages(): Outages {
  const outages: Outage[] = []
  return {
    begin() {
      const outage = { from: Date.now(), to: Number.POSITIVE_INFINITY }
      outages.push(outage)
      return () => {
        outage.to = Math.min(outage.to, Date.now())
      }
    },
    during(forMs) {
      outages.push({ from: Date.now(), to: Date.now() + forMs })
    },
    all: () => merged(outages),
  }
}

function merged(outages: readonly Outage[]): Outage[] {
  const result: Outage[] = []
  for (const { from, to } of outages.toSorted((a, b) => a.from - b.from)) {
    const last = result.at(-1)
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to)
    else result.push({ from, to })
  }
  return result
}
