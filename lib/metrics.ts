import { Counter, Histogram, Registry } from 'prom-client'
import type { Database } from '@/lib/postgres/database'
import { addToMetricTotals, type MetricIncrease } from '@/lib/postgres/metric-totals'

const registry = new Registry()

const ecsCalls = new Counter({
  name: 'shipclock_ecs_calls_total',
  help: 'Calls to ECS, by operation and by what became of them; postponed ones were not sent.',
  labelNames: ['operation', 'result'],
  registers: [registry],
})

const jobDuration = new Histogram({
  name: 'shipclock_job_duration_seconds',
  help: 'How long a worker was busy with one wake-up, by whom it was for.',
  labelNames: ['kind'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
  registers: [registry],
})

const lateness = new Histogram({
  name: 'shipclock_deployment_lateness_seconds',
  help: 'From the due time of a deployment to its start.',
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 15, 60, 300, 900, 3600],
  registers: [registry],
})

/** `result` is `ok` or the kind of the error: few different ones. */
export function countEcsCall(operation: string, result: string): void {
  ecsCalls.inc({ operation, result })
}

/** `kind` is the wake-up's. */
export function observeJob(kind: string, ms: number): void {
  jobDuration.observe({ kind }, ms / 1000)
}

export function observeLateness(ms: number): void {
  lateness.observe(ms / 1000)
}

/** What the workers count. Described here; what all of them have counted is in `metric-totals.ts`. */
export const COUNTED_METRICS = [ecsCalls, jobDuration, lateness]

/** What is in the totals already, by series and labels. */
let flushed = new Map<string, number>()

/**
 * Adds what this process has counted since the last flush to the totals in the database, from where
 * `/api/metrics` shows them: one address for Prometheus, however many workers come and go. Throws when
 * the database is away; what was counted is then part of the next flush. Not for calling twice at once.
 */
export async function flushMetrics(database: Database): Promise<void> {
  const counted = await readCounted()
  const increases = counted
    // What has never been told is told even when it is nothing: a histogram has all its buckets from the start.
    .filter((total) => total.value !== flushed.get(keyOf(total)))
    .map((total) => ({ ...total, value: total.value - (flushed.get(keyOf(total)) ?? 0) }))
  if (increases.length > 0) await database.asSystem((system) => addToMetricTotals(system, increases))
  flushed = new Map(counted.map((total) => [keyOf(total), total.value]))
}

async function readCounted(): Promise<MetricIncrease[]> {
  const counted: MetricIncrease[] = []
  for (const metric of COUNTED_METRICS) {
    const { name, values } = await metric.get()
    for (const { labels, value, ...rest } of values) {
      // A histogram has several series.
      const series = 'metricName' in rest && typeof rest.metricName === 'string' ? rest.metricName : name
      counted.push({ series, labels: toText(labels), value })
    }
  }
  return counted
}

function toText(labels: Partial<Record<string, string | number>>): string {
  return JSON.stringify(Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))))
}

function keyOf({ series, labels }: MetricIncrease): string {
  return `${series} ${labels}`
}
