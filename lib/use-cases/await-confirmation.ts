import { minutesAfter } from '@/lib/domain/due-decision'
import { localTimeAt } from '@/lib/domain/due-time'
import { durationWords } from '@/lib/domain/duration-words'
import { formatInZone } from '@/lib/domain/zone-format'
import type { LockedDeployment } from '@/lib/postgres/deployments'
import { writeTimeline } from '@/lib/postgres/timeline'
import { makeRevert } from './make-revert'
import type { UseCaseContext } from './use-case'

/**
 * A deployment succeeded at `now` that somebody has to confirm: its revert is made, to be due when the time
 * for that is over. Called in the transaction that writes the success, so that neither is there alone.
 */
export async function awaitConfirmation(
  context: Pick<UseCaseContext, 'database' | 'services'>,
  { id, label, timezone, confirmWithinMinutes }: LockedDeployment,
  now: Date,
): Promise<void> {
  if (confirmWithinMinutes === null) return
  const dueAt = minutesAfter(now, confirmWithinMinutes)
  const at = formatInZone(dueAt, timezone)
  const within = durationWords(confirmWithinMinutes * 60_000)
  const by = { userId: null, label: 'Shipclock' }
  await makeRevert(context, id, {
    ...{ now, by, due: { ...localTimeAt(dueAt, timezone), timezone, dueAt } },
    reason: `Due ${at}: brings back what ran before ${label} was deployed, unless somebody confirms that within ${within}.`,
  })
  const message = `Waiting to be confirmed: unless somebody does so by ${at}, what ran before is brought back.`
  await writeTimeline(context.database, [
    { deploymentId: id, at: now, event: 'deployment.confirmation_awaited', actor: by.label, message },
  ])
}
