import { parseArgs } from 'node:util'
import type { Figures } from './figures'
import { benchLateness } from './lateness'

/** `npm run bench [-- name…] [--json]`: every benchmark, or those named. */
const BENCHMARKS: Record<string, () => Promise<Figures[]>> = { lateness: benchLateness }

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
})
const unknown = positionals.filter((name) => !(name in BENCHMARKS))
if (unknown.length > 0) {
  console.error(`No benchmark ${unknown.join(', ')}; there is ${Object.keys(BENCHMARKS).join(', ')}.`)
  process.exit(2)
}
const figures: Figures[] = []
for (const [name, run] of Object.entries(BENCHMARKS)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue
  console.error(`${name} …`)
  figures.push(...(await run()))
}
if (values.json) console.log(JSON.stringify(figures))
else console.table(figures)
