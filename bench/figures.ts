/** One row of a benchmark's result. What ends in `_ms` is milliseconds, in `_s` per second, in `_mb` MiB. */
export interface Figures {
  bench: string
  /** Ours is `shipclock`; peers have their own. */
  name: string
  /** How many were measured. */
  count: number
  /** Null: nothing was measured. */
  p50_ms: number | null
  p95_ms: number | null
  p99_ms: number | null
  max_ms: number | null
  /** Whatever else this benchmark varies or tells, e.g. `workers` or `throughput_per_s`. */
  [more: string]: string | number | null
}

/** The quantiles of what was measured, in milliseconds, by nearest rank: samples that were seen, never ones in between. */
export function summarise(bench: string, name: string, samplesMs: readonly number[]): Figures {
  const sorted = [...samplesMs].sort((a, b) => a - b)
  const at = (share: number) => rounded(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null)
  return {
    ...{ bench, name, count: sorted.length },
    ...{ p50_ms: at(0.5), p95_ms: at(0.95), p99_ms: at(0.99), max_ms: at(1) },
  }
}

/** Two digits after the point are more than any of this repeats. */
export function rounded(value: number): number
export function rounded(value: number | null): number | null
export function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 100) / 100
}
