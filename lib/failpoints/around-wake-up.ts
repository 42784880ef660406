import type { WakeUp } from '@/lib/queue/wake-up'
import type { Failpoints } from './failpoints'

/** Does what a wake-up asks for, with failpoints before and after. */
export async function aroundWakeUp<Value>(
  kind: WakeUp['kind'],
  work: () => Promise<Value>,
  failpoints: Failpoints,
): Promise<Value> {
  await failpoints.reach(`wakeUp.${kind}.before`)
  const value = await work()
  await failpoints.reach(`wakeUp.${kind}.after`)
  return value
}
