import type { DeploymentStatus } from './deployment-status'
import { durationWords } from './duration-words'

/** Nobody who deploys calls less than that late. */
export const ON_TIME_MS = 1_000

/** How a start is told on the timeline. Whoever had to wait is not late: the words say what for. */
export function startedWords(from: DeploymentStatus, latenessMs: number): string {
  const after = latenessMs < 1_000 ? `${latenessMs} ms` : durationWords(latenessMs)
  if (from === 'waiting') return `Started when what it waited for had ended, ${after} after its due time.`
  if (from === 'held') return `Started when the freeze had ended, ${after} after its due time.`
  return latenessMs < ON_TIME_MS ? 'Started on time.' : `Started, ${after} late.`
}
