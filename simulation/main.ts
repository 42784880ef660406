import { readOptions, type SimulationOptions } from './options'
import { type ScratchPostgres, startScratchPostgres } from './scratch-postgres'
import { simulate } from './simulate'
import { isClean, type Summary, summaryOf, surprisesOf } from './summary'

/** `npm run simulate`: prints what was found, and as its last line one JSON object. Ends with 1 if anything was. */
const say = (line: string) => void process.stderr.write(`${line}\n`)

async function simulateSeed(postgres: ScratchPostgres, options: SimulationOptions): Promise<Summary> {
  const url = await postgres.database(`seed_${options.seed}`)
  const startedNs = process.hrtime.bigint()
  const simulated = await simulate(url, options)
  const summary = summaryOf(options, simulated, Number(process.hrtime.bigint() - startedNs) / 1e6)
  for (const { kind, about, why } of simulated.findings)
    say(`seed ${options.seed}: ${kind}: ${about}: ${why}`)
  for (const surprise of surprisesOf(simulated)) say(`seed ${options.seed}: surprise: ${surprise}`)
  return summary
}

const options = readOptions(process.argv.slice(2))
const postgres = await startScratchPostgres()
const summaries: Summary[] = []
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void postgres.stop().finally(() => process.exit(1)))
}
try {
  for (let seed = options.seed; seed < options.seed + options.seeds; seed += 1) {
    const summary = await simulateSeed(postgres, { ...options, seed })
    summaries.push(summary)
    say(
      `seed ${seed}: ${isClean(summary) ? 'clean' : 'NOT CLEAN'}, ${summary.accepted} deployments in ${summary.simulated_days} days, ${summary.speed_up} times as fast`,
    )
  }
} finally {
  await postgres.stop()
}
const failed = summaries.filter((summary) => !isClean(summary)).map(({ seed }) => seed)
process.stdout.write(
  `${JSON.stringify({ ok: failed.length === 0, failed_seeds: failed, seeds: summaries })}\n`,
)
process.exit(failed.length === 0 ? 0 : 1)
