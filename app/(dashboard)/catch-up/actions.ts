'use server'

import { z } from 'zod'
import { teamAction } from '@/app/team-action'
import { accept, type Result } from '@/lib/domain/result'
import { type KnownRefusal, refusalWords } from '@/lib/refusal-words'
import { dismissDeployments } from '@/lib/use-cases/dismiss-deployments'
import { dismissZoneMoves } from '@/lib/use-cases/dismiss-zone-moves'
import { type Answers, MOST_AT_ONCE } from '@/lib/use-cases/one-by-one'
import { runDeploymentsNow } from '@/lib/use-cases/run-deployments-now'
import type { Outcome } from './outcome'

/** Ids of deployments, or of what newer rules of zones moved. */
const someDeployments = z.object({ ids: z.array(z.uuid()).min(1).max(MOST_AT_ONCE) })

/** Answers for each what became of it; a refusal of one is no refusal of the action. */
export const dismissAction = teamAction(someDeployments, async (services, actor, input) =>
  outcomesOf(await dismissDeployments(services, actor, input)),
)

export const dismissZoneMovesAction = teamAction(someDeployments, dismissZoneMoves)

/** `withSkipped`: what was skipped because of them comes back with them. */
export const runMissedNowAction = teamAction(
  someDeployments.extend({ withSkipped: z.boolean() }),
  async (services, actor, input) => outcomesOf(await runDeploymentsNow(services, actor, input)),
)

function outcomesOf<Refusal extends KnownRefusal>(
  answered: Result<Answers<unknown, KnownRefusal>, Refusal>,
): Result<Outcome[], Refusal> {
  if (!answered.ok) return answered
  return accept(
    answered.value.answers.map(({ id, result }) => {
      if (result.ok) return { id, refused: null }
      const { title, detail } = refusalWords(result.refusal)
      return { id, refused: { title, detail } }
    }),
  )
}
