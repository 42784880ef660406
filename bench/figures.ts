/** One row of a benchmark's result, in milliseconds. */
export interface Figures {
  bench: string
  /** Ours is `shipclock`; peers have their own. */
  name: string
  count: number
  p50_ms: number
  p95_ms: number
  p99_ms: number
  max_ms: number
}

export function summarise(bench: string, name: string, samplesMs: readonly number[]): Figures {
  const sorted = [...samplesMs].sort((a, b) => a - b)
  // The nearest rank: a sample that was measured, never one in between.
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
  return {
    ...{ bench, name, count: sorted.length },
    ...{ p50_ms: at(0.5), p95_ms: at(0.95), p99_ms: at(0.99), max_ms: at(1) },
  }
}
