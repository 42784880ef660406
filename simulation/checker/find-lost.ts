import { hasEnded, isPending } from '@/lib/domain/deployment-status'
import type { Promised } from '@/simulation/people/promises'
import type { DeploymentFact, Facts, Finding } from './facts'

/**
 * Answered with success, and then neither ended with a reason nor pending with a living wake-up ahead; or
 * not as it was answered last: an edit that is gone, a cancelled one that is not.
 */
export function findLost({ promises, deployments, nowMs }: Facts): Finding[] {
  const byId = new Map(deployments.map((row) => [row.id, row]))
  return promises.flatMap((promised) => {
    const row = byId.get(promised.id)
    const whys =
      row === undefined ? ['There is no such row.'] : [...whyLost(row, nowMs), ...whyBroken(row, promised)]
    return whys.map((why) => ({ kind: 'lost' as const, about: promised.id, why }))
  })
}

function whyLost(row: DeploymentFact, nowMs: number): string[] {
  if (hasEnded(row.status))
    return row.reason.trim() === '' ? [`It ended ${row.status} without a reason.`] : []
  if (isPending(row.status) && row.dueAt.getTime() > nowMs && row.wakeUpLives) return []
  return [`It is ${row.status} (${row.reason}) long after its time.`]
}

function whyBroken(row: DeploymentFact, { dueAtMs, note, end }: Promised): string[] {
  const dueAt = row.dueAt.getTime()
  return [
    ...(note !== null && note !== row.note ? [`Its note “${note}” is gone.`] : []),
    ...(dueAtMs !== null && dueAtMs !== dueAt
      ? [`It was promised for ${new Date(dueAtMs).toISOString()}, and is due ${row.dueAt.toISOString()}.`]
      : []),
    ...(end === 'cancelled' && row.status !== 'cancelled'
      ? [`It was cancelled, and it is ${row.status}.`]
      : []),
    ...(end === 'stopping' && !row.runs.some(({ stopAsked }) => stopAsked)
      ? ['Its stop was forgotten.']
      : []),
  ]
}
