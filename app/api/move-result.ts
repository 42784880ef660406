import { z } from 'zod'
import { MOVE_KINDS, type Move } from '@/lib/use-cases/plan-reschedule'
import { answerSchemas, instantText } from './schemas'

/** What moves, or would move, with a deployment that is rescheduled. */
export const moveResult = z.object({
  id: z.uuid(),
  label: z.string().meta({ description: 'Application and environment, for people.' }),
  kind: z.enum(MOVE_KINDS).meta({
    description:
      'asked: the deployment itself; with: made with it and needed first; reverts: it reverts the deployment; follows: due later because it follows one that is; brought_back: it had been skipped.',
  }),
  from: instantText,
  to: instantText,
})
answerSchemas.add(moveResult, { id: 'Move' })

export function toMoveResult({ from, to, ...move }: Move): z.input<typeof moveResult> {
  return { ...move, from: from.toISOString(), to: to.toISOString() }
}
