// npm run check: format, lint, boundaries, types.
import { openLifetime, Stopped } from '@/scripts/lifetime'
import { runChecks } from '@/scripts/run-checks'
import { runCommand } from '@/scripts/run-command'

async function check(): Promise<number> {
  const lifetime = openLifetime()
  try {
    const failed = await runChecks(lifetime)
    process.stdout.write(failed.length === 0 ? 'All checks passed.\n' : `Failed: ${failed.join(', ')}.\n`)
    return failed.length === 0 ? 0 : 1
  } catch (error) {
    if (error instanceof Stopped) return 130
    throw error
  } finally {
    await lifetime.close()
  }
}

await runCommand(check)
