import { readWorkerEnvironment } from '@/lib/env'
import { log } from '@/lib/log'
import { startWorker } from './worker'

/** The worker's process: starts, and on SIGTERM or SIGINT stops within ten seconds. */
process.title = 'shipclock-worker'
const starting = startWorker(readWorkerEnvironment(process.env), log)

let stopping = false
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (stopping) return
    stopping = true
    void starting.then((worker) => worker.stop()).finally(() => process.exit(0))
  })
}
await starting
