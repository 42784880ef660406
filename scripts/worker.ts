// npm run worker: one worker alone, as it runs in production. There may be as many as one likes.
import { readWorkerEnvironment } from '@/lib/env'
import { explain } from '@/scripts/run-command'

try {
  readWorkerEnvironment(process.env)
  Object.assign(process.env, { NODE_ENV: 'production' })
  await import('@/worker/main')
} catch (error) {
  process.stderr.write(`${explain(error)}\n`)
  process.exit(1)
}
