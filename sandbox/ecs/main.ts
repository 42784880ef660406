import { join } from 'node:path'
import { z } from 'zod'
import { startSandbox } from './server.ts'

const environment = z.object({
  SHIPCLOCK_SANDBOX_PORT: z.coerce.number().int().min(0).max(65_535).default(4510),
  SHIPCLOCK_DATA_DIR: z.string().min(1).default('.data'),
  SHIPCLOCK_SANDBOX_ROLLOUT_SECONDS: z.coerce.number().positive().default(6),
})

const parsed = environment.safeParse(process.env)
if (!parsed.success) stop(`ECS sandbox: ${z.prettifyError(parsed.error).replaceAll('\n', ' ')}`)
const { SHIPCLOCK_SANDBOX_PORT: port, SHIPCLOCK_DATA_DIR, SHIPCLOCK_SANDBOX_ROLLOUT_SECONDS } = parsed.data

try {
  const sandbox = await startSandbox({
    port,
    rolloutSeconds: SHIPCLOCK_SANDBOX_ROLLOUT_SECONDS,
    stateFile: join(SHIPCLOCK_DATA_DIR, 'sandbox', 'journal.jsonl'),
    seed: 'demo',
  })
  console.log(
    `ECS sandbox (for development and demonstration only) listens on ${sandbox.url}, reachable from this machine only`,
  )
  const end = () => sandbox.close().then(() => process.exit(0))
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
} catch (error) {
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
  if (!taken) throw error
  stop(`ECS sandbox: port ${port} is taken; set SHIPCLOCK_SANDBOX_PORT to a free one`)
}

function stop(message: string): never {
  console.error(message)
  process.exit(1)
}
