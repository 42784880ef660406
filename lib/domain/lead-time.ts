/** How long before its dependent a dependency is due, unless somebody says otherwise. */
export const DEFAULT_LEAD_MINUTES = 15

/** How long after its due time a deployment may still start, unless somebody or its environment says otherwise. */
export const DEFAULT_START_DEADLINE_MINUTES = 60

/** Later than that nobody means what was planned. */
export const MAX_START_DEADLINE_MINUTES = 30 * 24 * 60

/** When a dependency is due: real minutes before its dependent, whatever the clocks do in between. */
export function dependencyDueAt(dependentDueAt: Date, leadMinutes: number): Date {
  return new Date(dependentDueAt.getTime() - leadMinutes * 60_000)
}
