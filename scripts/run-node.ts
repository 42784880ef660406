import { leash } from '@/scripts/leash.mjs'
import type { Lifetime } from '@/scripts/lifetime'
import { spawnInGroup } from '@/scripts/process-group'

/** Runs Node with these arguments, its output on ours, until it ends or the lifetime does. */
export async function runNode(
  lifetime: Lifetime,
  args: string[],
  variables: Record<string, string> = {},
): Promise<{ ok: boolean; reason: string }> {
  const group = spawnInGroup([...leash('SIGTERM'), process.execPath, ...args], {
    env: { ...process.env, ...variables },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const stop = () => group.stop(5_000)
  lifetime.onClose(stop)
  const reason = await lifetime.while(group.ended)
  group.kill('SIGKILL')
  return { ok: reason === 'exit code 0', reason }
}
