import type { Rollouts } from '@/lib/ports/rollouts'
import type { Failpoint } from './failpoint'
import type { Failpoints } from './failpoints'

/** The same rollouts, with failpoints around every call that changes something on the platform. */
export function aroundRollouts(rollouts: Rollouts, failpoints: Failpoints): Rollouts {
  async function around<Value>(
    before: Failpoint,
    call: () => Promise<Value>,
    after: Failpoint,
  ): Promise<Value> {
    await failpoints.reach(before)
    const value = await call()
    await failpoints.reach(after)
    return value
  }
  return {
    ...rollouts,
    registerRevision: (target, order) =>
      around(
        'rollouts.registerRevision.before',
        () => rollouts.registerRevision(target, order),
        'rollouts.registerRevision.after',
      ),
    startRollout: (target, order) =>
      around(
        'rollouts.startRollout.before',
        () => rollouts.startRollout(target, order),
        'rollouts.startRollout.after',
      ),
    stopRollout: (target, order) =>
      around(
        'rollouts.stopRollout.before',
        () => rollouts.stopRollout(target, order),
        'rollouts.stopRollout.after',
      ),
  }
}
