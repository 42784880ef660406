import { runAnswerLost } from './answer-lost'
import type { Finding } from './checker/facts'
import { readOptions } from './options'
import { runTorture } from './run-torture'
import { summaryOf } from './summary'

/** `npm run torture`: prints what was found, and as its last line the summary as one JSON object. */
const options = readOptions(process.argv.slice(2))
const say = (line: string) => console.error(line)

function conclude(summary: object, findings: readonly Finding[], dataDir: string): never {
  for (const { kind, about, why } of findings) say(`${kind}: ${about}: ${why}`)
  if (findings.length > 0) say(`The processes' logs are in ${dataDir}. The same options make the same plan.`)
  if (!options.json) console.table(summary)
  console.log(JSON.stringify(summary))
  process.exit(findings.length === 0 ? 0 : 1)
}

if (options.answerLost) {
  const { summary, findings, dataDir } = await runAnswerLost(options, say)
  conclude(summary, findings, dataDir)
} else {
  const run = await runTorture(options, say)
  conclude(summaryOf(run), run.findings, run.dataDir)
}
