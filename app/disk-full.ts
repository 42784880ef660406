import type { DatabaseTrouble } from '@/lib/postgres/errors'

/** How long a change that was refused for want of space stands for all that would be. */
const REMEMBERED_MS = 10_000

// Next loads a module once per bundle; a refused change must be known to the route that tells of health.
const kept: typeof globalThis & { shipclockDiskFullAt?: number } = globalThis

/** Of a change that was refused. A full disk shows in nothing else: reading goes on. */
export function noteTrouble(trouble: DatabaseTrouble): void {
  if (trouble === 'full') kept.shipclockDiskFullAt = performance.now()
}

/** Whether a change was refused a moment ago because the database's disk is full. */
export function diskIsFull(): boolean {
  const at = kept.shipclockDiskFullAt
  return at !== undefined && performance.now() - at < REMEMBERED_MS
}
