import type { RunView } from '@/lib/queries/deployment-views'

const STEPS: Record<string, string> = {
  snapshot: 'Looking at what runs now',
  register: 'Registering the new task definition',
  update: 'Telling the service to use it',
  watch: 'Watching the rollout',
  stop: 'Stopping the rollout',
  rollback: 'Going back to what ran before',
  watch_rollback: 'Watching the way back',
}

/** What a run does at this moment; null once it has finished. */
export function stepWords({ step, finishedAt }: Pick<RunView, 'step' | 'finishedAt'>): string | null {
  return finishedAt === null ? (STEPS[step] ?? null) : null
}

/** Whole percents of the desired tasks for a bar; what is failed is not part of it. */
export function taskShares(progress: { desired: number; running: number; pending: number }): {
  running: number
  pending: number
} {
  if (progress.desired === 0) return { running: 0, pending: 0 }
  const running = Math.min(100, Math.round((progress.running / progress.desired) * 100))
  const pending = Math.min(100 - running, Math.round((progress.pending / progress.desired) * 100))
  return { running, pending }
}
