import { z } from 'zod'
import type { FinishPlan } from '@/lib/domain/finish-by'
import { answerSchemas, instantText } from './schemas'

/** How the start times follow from the time by which all must be done. */
export const finishPlanResult = z.object({
  slack_minutes: z.int().meta({ description: 'From now until the first has to start.' }),
  steps: z.array(
    z.object({
      label: z.string().meta({ description: 'Application and environment, for people.' }),
      due_at: instantText,
      duration_minutes: z.int().meta({ description: 'Nine of ten runs took no longer.' }),
      measured: z.boolean().meta({ description: 'False: assumed, for want of finished runs.' }),
      slack_minutes: z.int().meta({ description: 'How much longer it may take before something is late.' }),
    }),
  ),
})
answerSchemas.add(finishPlanResult, { id: 'FinishPlan' })

export function toFinishPlanResult({ slackMinutes, steps }: FinishPlan): z.input<typeof finishPlanResult> {
  return {
    slack_minutes: slackMinutes,
    steps: steps.map(({ label, dueAt, durationMinutes, isMeasured, slackMinutes: slack }) => ({
      ...{ label, due_at: dueAt.toISOString(), duration_minutes: durationMinutes },
      ...{ measured: isMeasured, slack_minutes: slack },
    })),
  }
}
