import type { DeploymentStatus } from './deployment-status'
import { durationWords } from './duration-words'

/** How a start is told on the timeline. Whoever had to wait is not late: the words say what for. */
export function startedWords(from: DeploymentStatus, latenessMs: number): string {
  const after = latenessMs < 1_000 ? `${latenessMs} ms` : durationWords(latenessMs)
  if (from === 'waiting') return `Started when what it waited for had ended, ${after} after its due time.`
  if (from === 'held') return `Started when the freeze had ended, ${after} after its due time.`
  return latenessMs < 1_000 ? `Started ${after} after its due time.` : `Started, ${after} late.`
}
