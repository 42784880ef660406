import type { Figures } from './figures'
import type { Peer } from './peers'

export interface BenchOptions {
  /** Those to measure side by side with Shipclock; none when they are not wanted or could not be installed. */
  peers: readonly Peer[]
  /** Tells how far it is. */
  say: (line: string) => void
}

export interface Benchmark {
  name: string
  /** Whether it has use for peers, which have to be installed first. */
  hasPeers: boolean
  run: (options: BenchOptions) => Promise<Figures[]>
}
