import type { SystemDatabase } from './database'

export interface MetricIncrease {
  /** As Prometheus names it: `…_total`, `…_bucket`, `…_sum`, `…_count`. */
  series: string
  /** JSON, the names in order. */
  labels: string
  value: number
}

/** In a fixed order, so that two workers that add at the same time never wait for each other in a ring. */
export async function addToMetricTotals(
  database: SystemDatabase,
  increases: readonly MetricIncrease[],
): Promise<void> {
  await database.client.$executeRaw`
    INSERT INTO metric_totals (series, labels, value)
    SELECT * FROM unnest(
      ${increases.map(({ series }) => series)}::text[],
      ${increases.map(({ labels }) => labels)}::text[],
      ${increases.map(({ value }) => value)}::float8[]) AS increase(series, labels, value)
    ORDER BY series, labels
    ON CONFLICT (series, labels) DO UPDATE SET value = metric_totals.value + EXCLUDED.value`
}

export async function metricTotals(database: SystemDatabase): Promise<MetricIncrease[]> {
  return database.client.$queryRaw<MetricIncrease[]>`SELECT series, labels, value FROM metric_totals`
}
