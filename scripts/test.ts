// npm test: the checks, then every test. npm test -- tests/unit/x: those tests only; arguments go to Vitest.
import { openLifetime, Stopped } from '@/scripts/lifetime'
import { runChecks } from '@/scripts/run-checks'
import { runCommand } from '@/scripts/run-command'
import { runNode } from '@/scripts/run-node'

async function test(): Promise<number> {
  const lifetime = openLifetime()
  const args = process.argv.slice(2)
  try {
    if (args.length === 0) {
      const failed = await runChecks(lifetime)
      if (failed.length > 0) {
        process.stdout.write(`Failed: ${failed.join(', ')}; no tests were run.\n`)
        return 1
      }
    }
    const vitest = ['--disable-warning=DEP0169', 'node_modules/vitest/vitest.mjs', 'run', ...args]
    return (await runNode(lifetime, vitest, { NODE_ENV: 'test' })).ok ? 0 : 1
  } catch (error) {
    if (error instanceof Stopped) return 130
    throw error
  } finally {
    await lifetime.close()
  }
}

await runCommand(test)
