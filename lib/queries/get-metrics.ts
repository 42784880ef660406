import { AggregatorRegistry, Gauge, Registry } from 'prom-client'
import { z } from 'zod'
import { DEPLOYMENT_STATUSES } from '@/lib/domain/deployment-status'
import { COUNTED_METRICS } from '@/lib/metrics'
import type { Database } from '@/lib/postgres/database'
import { deploymentsByStatus, dueDeployments } from '@/lib/postgres/deployment-counts'
import { type MetricIncrease, metricTotals } from '@/lib/postgres/metric-totals'
import { INVARIANT_VIOLATIONS, VERIFICATION_BEGUN } from '@/lib/postgres/verifications'
import { lowestCallShare, workersSeenSince } from '@/lib/postgres/worker-processes'
import { WORKER_SILENCE_MS } from './get-health'

/**
 * Everything that Prometheus is told, in its text format: how things stand now, and what all workers have
 * counted. Over all teams, so no team's names are in it.
 */
export async function getMetrics(services: { database: Database }): Promise<string> {
  const { gauges, totals } = await services.database.asSystem(async (database) => {
    const now = await database.now()
    const alive = new Date(now.getTime() - WORKER_SILENCE_MS)
    const facts = {
      byStatus: await deploymentsByStatus(database),
      ...(await dueDeployments(database, now)),
      workers: await workersSeenSince(database, alive),
      callShare: await lowestCallShare(database, alive),
    }
    const totals = await metricTotals(database)
    const gauges = makeGauges(facts, now)
    addVerification(gauges, totals)
    return { gauges, totals }
  })
  const described = await Promise.all(COUNTED_METRICS.map((metric) => metric.get()))
  const counted = described.map((metric) => ({ ...metric, values: totalsOf(metric.name, totals) }))
  return AggregatorRegistry.aggregate([await gauges.getMetricsAsJSON(), counted]).metrics()
}

interface Facts {
  byStatus: { status: string; count: number }[]
  due: number
  overdue: number
  oldestOverdueAt: Date | null
  workers: number
  callShare: number
}

function makeGauges(facts: Facts, now: Date): Registry {
  const { byStatus, due, overdue, oldestOverdueAt, workers, callShare } = facts
  const registry = new Registry()
  const gauge = (name: string, help: string, value: number) =>
    new Gauge({ name, help, registers: [registry] }).set(value)
  const statuses = new Gauge({
    name: 'shipclock_deployments',
    help: 'Deployments, by status.',
    labelNames: ['status'],
    registers: [registry],
  })
  const count = (status: string) => byStatus.find((group) => group.status === status)?.count ?? 0
  for (const status of DEPLOYMENT_STATUSES) statuses.set({ status }, count(status))
  gauge('shipclock_deployments_running', 'Deployments with a run under way.', count('running'))
  gauge(
    'shipclock_deployments_due',
    'Deployments that are due and have not started, for whatever reason.',
    due,
  )
  gauge(
    'shipclock_deployments_overdue',
    'Deployments that are due and wait for nothing but a worker.',
    overdue,
  )
  const overdueMs = oldestOverdueAt === null ? 0 : now.getTime() - oldestOverdueAt.getTime()
  gauge('shipclock_oldest_overdue_seconds', 'How long the oldest of them has been due.', overdueMs / 1000)
  gauge('shipclock_workers', 'Workers that live.', workers)
  gauge(
    'shipclock_ecs_call_ratio',
    'Calls that the most throttled cloud account may be sent at present, of those it may be sent at the most.',
    callShare,
  )
  return registry
}

/** What a worker's last look at the invariants left; nothing before the first one. */
function addVerification(registry: Registry, totals: readonly MetricIncrease[]): void {
  const begun = totals.find(({ series }) => series === VERIFICATION_BEGUN)
  if (begun === undefined) return
  const registers = [registry]
  const help = 'When a worker last began to look whether the invariants hold.'
  new Gauge({ name: VERIFICATION_BEGUN, help, registers }).set(begun.value)
  const violations = new Gauge({
    name: INVARIANT_VIOLATIONS,
    help: 'Rows that broke an invariant then and could not be repaired; `shipclock verify` names them.',
    labelNames: ['invariant'],
    registers,
  })
  for (const { labels, value } of totals.filter(({ series }) => series === INVARIANT_VIOLATIONS)) {
    violations.set(labelsShape.parse(JSON.parse(labels)), value)
  }
}

const labelsShape = z.record(z.string(), z.union([z.string(), z.number()]))

const SERIES = ['', '_bucket', '_sum', '_count']

/** What is in the totals of one metric, as prom-client has values. */
function totalsOf(name: string, totals: readonly MetricIncrease[]) {
  return totals
    .filter(({ series }) => SERIES.some((ending) => series === name + ending))
    .map(({ series, labels, value }) => ({
      value,
      labels: labelsShape.parse(JSON.parse(labels)),
      ...(series !== name && { metricName: series }),
    }))
    .sort((a, b) => upperBound(a.labels) - upperBound(b.labels))
}

/** Buckets are told from the narrowest to the widest, sum and count after them. */
function upperBound(labels: Record<string, string | number>): number {
  return labels.le === undefined
    ? Number.POSITIVE_INFINITY
    : Number(String(labels.le).replace('+Inf', 'Infinity'))
}
