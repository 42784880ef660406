import { createEcsRollouts } from '@/lib/ecs/rollouts'
import { readWorkerEnvironment } from '@/lib/env'
import { openLog } from '@/lib/log'
import { openCredentials } from '@/lib/vault/open-credentials'
import { startWorker } from '@/worker/worker'

/** A worker's process that dies of its own doing whenever it looks at the service that POISONED_SERVICE names. */
const environment = readWorkerEnvironment(process.env)
const rollouts = createEcsRollouts({
  openCredentials: openCredentials(environment.vaultPrivateKey),
  allowPrivateEndpoints: true,
})
const { snapshot } = rollouts
rollouts.snapshot = async (target) => {
  if (target.service === process.env.POISONED_SERVICE) process.abort()
  return snapshot(target)
}
await startWorker(environment, openLog('silent'), { rollouts })
