import type { TakenWakeUp } from '@/lib/queue/due-wake-ups'
import type { Failpoints } from './failpoints'

export type WakeUpHandler = (together: TakenWakeUp[]) => Promise<void>

/** The same handler, with failpoints before and after it; wake-ups that are handled together are of one kind. */
export function aroundHandler(handle: WakeUpHandler, failpoints: Failpoints): WakeUpHandler {
  return async (together) => {
    const kind = together[0]?.wakeUp?.kind
    if (kind !== undefined) await failpoints.reach(`wakeUp.${kind}.before`)
    await handle(together)
    if (kind !== undefined) await failpoints.reach(`wakeUp.${kind}.after`)
  }
}
