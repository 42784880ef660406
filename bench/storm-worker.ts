import { readWorkerEnvironment } from '@/lib/env'
import { log } from '@/lib/log'
import { startWorker } from '@/worker/worker'
import { stubbedRollouts } from './stubbed-rollouts'

/** The product's worker, with the platform stubbed at its port. The bench ends it by SIGKILL. */
process.title = 'shipclock-bench-worker'
await startWorker(readWorkerEnvironment(process.env), log, { rollouts: stubbedRollouts })
