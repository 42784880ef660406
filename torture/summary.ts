import type { Disturbed } from './carry-out-disturbances'
import type { Facts, Finding } from './checker/facts'
import type { Resumed } from './checker/resume-times'
import { countBy } from './count-by'
import type { Death } from './world/supervised'

interface Quantiles {
  count: number
  p50_ms: number
  p99_ms: number
  max_ms: number
}

/** The last line of a run. Times in milliseconds unless named otherwise. */
export interface Summary {
  seed: number
  plan: string
  deployments: number
  accepted: number
  /** Requests, by why: those that came too late after an outage were made again for later. */
  refused: Record<string, number>
  /** Orders that were never answered. */
  unanswered: number
  lost: number
  double: number
  false_success: number
  unexplained: number
  /** From a kill until another worker held what the killed one had in hand, while there was one and a database. */
  resumed_in: Quantiles | null
  /** The same with the times in which there was none. */
  resumed_in_whole: Quantiles | null
  kills: { total: number; workers: number; failpoints: number; web: number; postgres: number }
  freezes: number
  /** Processes that ended by themselves: none should. */
  died: number
  ended: Record<string, number>
  wall_s: number
}

export interface Run {
  seed: number
  plan: string
  facts: Facts
  findings: readonly Finding[]
  resumed: readonly Resumed[]
  deaths: readonly Death[]
  disturbed: Disturbed
  wallMs: number
}

export function summaryOf(run: Run): Summary {
  const { facts, findings } = run
  const of = (kind: Finding['kind']) => findings.filter((finding) => finding.kind === kind).length
  const orders = (kind: string) => facts.orders.filter(({ scheduled }) => scheduled.kind === kind).length
  return {
    seed: run.seed,
    plan: run.plan,
    deployments: facts.deployments.length,
    accepted: facts.orders.reduce(
      (sum, { scheduled }) => sum + (scheduled.kind === 'accepted' ? scheduled.value.ids.length : 0),
      0,
    ),
    refused: countBy(
      facts.orders.flatMap(({ scheduled }) => (scheduled.kind === 'refused' ? [scheduled.code] : [])),
    ),
    unanswered: orders('unanswered'),
    lost: of('lost'),
    double: of('double'),
    false_success: of('false_success'),
    unexplained: of('unexplained'),
    resumed_in: quantiles(run.resumed.map(({ ms }) => ms)),
    resumed_in_whole: quantiles(run.resumed.map(({ wholeMs }) => wholeMs)),
    kills: killsOf(run),
    freezes: run.disturbed.freezes,
    died: run.deaths.filter(({ by }) => by === 'itself').length,
    ended: countBy(facts.deployments.map(({ status }) => status)),
    wall_s: Math.round(run.wallMs / 1_000),
  }
}

function quantiles(samples: readonly number[]): Quantiles | null {
  if (samples.length === 0) return null
  const sorted = samples.toSorted((a, b) => a - b)
  // By nearest rank: one that was seen.
  const at = (share: number) => Math.round(sorted[Math.ceil(share * sorted.length) - 1] ?? 0)
  return { count: sorted.length, p50_ms: at(0.5), p99_ms: at(0.99), max_ms: at(1) }
}

function killsOf({ deaths, disturbed }: Run): Summary['kills'] {
  const killed = (name: RegExp, by: Death['by']) =>
    deaths.filter((death) => death.by === by && name.test(death.name)).length
  const workers = killed(/^worker/, 'us')
  const failpoints = killed(/./, 'failpoint')
  const web = killed(/^web/, 'us')
  const postgres = disturbed.postgresKills
  return { total: workers + failpoints + web + postgres, workers, failpoints, web, postgres }
}
