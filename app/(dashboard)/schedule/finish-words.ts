import { durationWords } from '@/lib/domain/duration-words'
import type { FinishPlan } from '@/lib/domain/finish-by'
import { listWords } from '@/lib/domain/list-words'

/** What a plan that is to be done by a time rests on, and how much room it has. */
export function finishWords({ steps, slackMinutes }: FinishPlan): string {
  const took = steps.map(({ label, durationMinutes, isMeasured }) => {
    return `${label} takes up to ${durationWords(durationMinutes * 60_000)}${isMeasured ? '' : ' (assumed)'}`
  })
  const room = slackMinutes < 1 ? 'less than a minute' : durationWords(slackMinutes * 60_000)
  return `${listWords(took)}. Slack: ${room} until the first has to start.`
}
