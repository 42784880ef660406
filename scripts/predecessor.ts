import type { Predecessor } from '@/scripts/keep-running'

/**
 * Tells a worker who ran before it and how that one ended: it gives back what the dead one had in hand at
 * once, and notes whether it was its own doing.
 */
export function predecessorVariable(predecessor: Predecessor | null): Record<string, string> {
  if (predecessor?.pid === undefined) return {}
  return { SHIPCLOCK_PREDECESSOR: `${predecessor.pid} ${predecessor.end}` }
}
