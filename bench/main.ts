import { parseArgs } from 'node:util'
import type { Benchmark } from './benchmark'
import { benchCrash } from './crash'
import { benchCreate } from './create'
import type { Figures } from './figures'
import { benchGrowth } from './growth'
import { benchLateness } from './lateness'
import { machineWords } from './machine'
import { markdown } from './markdown'
import { availablePeers } from './peers'
import { benchStorm } from './storm'

/** `npm run bench [-- name…] [--json | --markdown] [--no-peers]`: every benchmark, or those named. */
const BENCHMARKS: readonly Benchmark[] = [
  { name: 'lateness', hasPeers: true, run: benchLateness },
  { name: 'storm', hasPeers: true, run: benchStorm },
  { name: 'create', hasPeers: false, run: benchCreate },
  { name: 'growth', hasPeers: false, run: benchGrowth },
  { name: 'crash', hasPeers: false, run: benchCrash },
]

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
const peers = wantsPeers ? availablePeers() : []
const measuredOn = machineWords(new Date())
const figures: Figures[] = []
for (const { name, run } of wanted) {
  const say = (line: string) => console.error(`${name}: ${line}`)
  try {
    figures.push(...(await run({ peers, say })))
  } catch (error) {
    // The others take half an hour: what they found is not lost for it.
    say(error instanceof Error ? (error.stack ?? error.message) : String(error))
    process.exitCode = 1
  }
}
if (values.markdown) console.log(`${measuredOn}\n\n${markdown(figures)}`)
else if (!values.json) console.table(figures)
if (values.json) console.log(JSON.stringify(figures))
process.exit()
