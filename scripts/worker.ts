// npm run worker: one worker, as it runs in production, started again should it end by itself. There may be as
// many as one likes.
import { readWorkerEnvironment } from '@/lib/env'
import { startChild, typeScriptEntry } from '@/scripts/child-process'
import { keepRunning } from '@/scripts/keep-running'
import { openLifetime } from '@/scripts/lifetime'
import { predecessorVariable } from '@/scripts/predecessor'
import { runCommand } from '@/scripts/run-command'

await runCommand(async () => {
  readWorkerEnvironment(process.env)
  const lifetime = openLifetime()
  await keepRunning(lifetime, {
    name: 'The worker',
    whereToLook: 'above',
    say: (line) => process.stderr.write(`${line}\n`),
    start: async (predecessor) =>
      startChild({
        name: 'worker',
        args: typeScriptEntry('worker/main.ts'),
        environment: { ...process.env, NODE_ENV: 'production', ...predecessorVariable(predecessor) },
        output: null,
        deathSignal: 'SIGKILL',
      }),
  })
  const reason = await lifetime.ended
  await lifetime.close()
  if (reason === null) return 0
  process.stderr.write(`${reason}\n`)
  return 1
})
