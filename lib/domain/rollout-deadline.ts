/** A rollout that has not ended after this long is stopped and rolled back. */
export const ROLLOUT_DEADLINE_MINUTES = 30
