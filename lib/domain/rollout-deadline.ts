/** A rollout that has not ended after this long, and the service's bake time, is stopped and rolled back. */
export const ROLLOUT_DEADLINE_MINUTES = 30

/** By when a rollout that began, or was told to stop, at `since` must have ended. */
export function rolloutDeadline(since: Date, bakeTimeMinutes: number): Date {
  return new Date(since.getTime() + (ROLLOUT_DEADLINE_MINUTES + bakeTimeMinutes) * 60_000)
}
