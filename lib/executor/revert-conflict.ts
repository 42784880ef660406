import type { RevertPlan } from '@/lib/domain/revert-plan'
import { revisionName } from './register'

/** Why there is nothing to revert, or null: the revision that is to be undone no longer serves. */
export function revertConflict(
  plan: RevertPlan,
  present: { revisionArn: string },
  service: string,
): string | null {
  if (present.revisionArn === plan.revertedRevisionArn) return null
  const serving = revisionName(present.revisionArn)
  if (present.revisionArn === plan.revisionArn) {
    return `There was nothing to revert: ${service} runs ${serving} again already.`
  }
  return `Not reverted: ${serving} was deployed to ${service} since, and was left alone.`
}
