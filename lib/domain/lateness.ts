/**
 * How much later than due a deployment started, in milliseconds. Never negative: one that somebody
 * ran ahead of its time is not late.
 */
export function latenessMs(dueAt: Date, startedAt: Date): number {
  return Math.max(0, startedAt.getTime() - dueAt.getTime())
}
