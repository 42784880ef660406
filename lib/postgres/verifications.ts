import type { SystemDatabase } from './database'
import type { MetricIncrease } from './metric-totals'

/** As `/api/metrics` shows them. */
export const VERIFICATION_BEGUN = 'shipclock_verification_begun_timestamp_seconds'
export const INVARIANT_VIOLATIONS = 'shipclock_invariant_violations'

/**
 * Of all workers that ask, one is told to verify, and no other until `everyMs` have passed, whether that
 * one lives to see the end of it or not. No lock outlives the statement.
 */
export async function claimVerification(
  { client }: SystemDatabase,
  { now, everyMs }: { now: Date; everyMs: number },
): Promise<boolean> {
  const claimed = await client.$executeRaw`
    INSERT INTO metric_totals (series, labels, value) VALUES (${VERIFICATION_BEGUN}, '{}', ${now.getTime() / 1000}::float8)
    ON CONFLICT (series, labels) DO UPDATE SET value = EXCLUDED.value
    WHERE metric_totals.value <= EXCLUDED.value - ${everyMs / 1000}::float8`
  return claimed === 1
}

/** What the last verification left over, in place of what the one before did. */
export async function recordViolations(
  { client }: SystemDatabase,
  violations: readonly { name: string; count: number }[],
): Promise<void> {
  const rows: MetricIncrease[] = violations.map(({ name, count }) => ({
    series: INVARIANT_VIOLATIONS,
    labels: JSON.stringify({ invariant: name }),
    value: count,
  }))
  await client.metricTotal.deleteMany({ where: { series: INVARIANT_VIOLATIONS } })
  await client.metricTotal.createMany({ data: rows })
}
