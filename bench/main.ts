import { parseArgs } from 'node:util'
import type { Benchmark } from './benchmark'
import type { Figures } from './figures'
import { benchLateness } from './lateness'
import { markdown } from './markdown'
import { ensurePeers, PEERS } from './peers'

/** `npm run bench [-- name…] [--json | --markdown] [--no-peers]`: every benchmark, or those named. */
const BENCHMARKS: readonly Benchmark[] = [{ name: 'lateness', hasPeers: true, run: benchLateness }]

const { positionals, values } = parseArgs({
  allowPositionals: true,
  allowNegative: true,
  options: {
    json: { type: 'boolean', default: false },
    markdown: { type: 'boolean', default: false },
    peers: { type: 'boolean', default: true },
  },
})
const names = BENCHMARKS.map(({ name }) => name)
const unknown = positionals.filter((name) => !names.includes(name))
if (unknown.length > 0) {
  console.error(`No benchmark ${unknown.join(', ')}; there is ${names.join(', ')}.`)
  process.exit(2)
}
const wanted = BENCHMARKS.filter(({ name }) => positionals.length === 0 || positionals.includes(name))
const wantsPeers = values.peers && wanted.some(({ hasPeers }) => hasPeers)
const peers = wantsPeers && ensurePeers() ? PEERS : []
const figures: Figures[] = []
for (const { name, run } of wanted) {
  figures.push(...(await run({ peers, say: (line) => console.error(`${name}: ${line}`) })))
}
if (values.markdown) console.log(markdown(figures))
else if (!values.json) console.table(figures)
if (values.json) console.log(JSON.stringify(figures))
