import type { WakeUp } from '@/lib/queue/wake-up'

/** A while in which something was in the way of being on time. */
export interface Disturbance {
  what: 'no_worker' | 'stopped' | 'died' | 'thrown' | 'wake_up_lost' | 'clock_jumped' | 'hung'
  fromMs: number
  /** Infinite while it lasts. */
  untilMs: number
  /** Deployments; null: whatever came due. */
  about: ReadonlySet<string> | null
}

/** What the simulation did to Shipclock, and what it saw that it had not expected. */
export class Witness {
  readonly disturbances: Disturbance[] = []
  /** When a team was let run more at once, epoch milliseconds. */
  readonly limitsRaisedMs: number[] = []
  readonly counts: Record<string, number> = {}
  /** Wake-ups that were taken away: deployments and runs by id. */
  readonly robbed = new Set<string>()
  /** Deployments and runs that were woken by hand although nobody had taken their wake-up away. */
  readonly lostByItself: string[] = []
  /** Whatever was thrown that nobody had planned, and given up without cause. */
  readonly surprises: string[] = []
  readonly #strikes = new Map<string, number>()
  readonly #tell: (what: string) => void

  /** `tell` hears of everything that is counted, as it happens. */
  constructor(tell: (what: string) => void) {
    this.#tell = tell
  }

  count(what: string, details = ''): void {
    this.counts[what] = (this.counts[what] ?? 0) + 1
    this.#tell(`${what} ${details}`)
  }

  disturb(disturbance: Disturbance): Disturbance {
    this.disturbances.push(disturbance)
    return disturbance
  }

  /** One more failure of something by what it did itself. */
  strike(subject: string): void {
    this.#strikes.set(subject, this.strikesOf(subject) + 1)
  }

  strikesOf(subject: string): number {
    return this.#strikes.get(subject) ?? 0
  }
}

/** Whom a wake-up is for, by id. */
export function subjectOf(wakeUp: WakeUp | null): string {
  switch (wakeUp?.kind) {
    case 'deployment':
      return wakeUp.deploymentId
    case 'run':
      return wakeUp.runId
    case 'cloud_account':
      return wakeUp.cloudAccountId
    default:
      return 'unreadable'
  }
}
