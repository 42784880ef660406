// npm run web: the web server alone, as it runs in production.
import { readWebEnvironment } from '@/lib/env'
import { ensureBuilt } from '@/scripts/build'
import { nextVariables } from '@/scripts/next-variables'
import { explain } from '@/scripts/run-command'

try {
  const environment = readWebEnvironment(process.env)
  Object.assign(process.env, { NODE_ENV: 'production', ...nextVariables(environment) })
  await ensureBuilt()
  const { host, port } = environment
  process.argv.splice(2, Number.POSITIVE_INFINITY, 'start', '--port', String(port), '--hostname', host)
  await import('next/dist/bin/next')
} catch (error) {
  process.stderr.write(`${explain(error)}\n`)
  process.exit(1)
}
