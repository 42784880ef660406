import { seededRandom } from '@/sandbox/ecs/faults'

/** Random whole milliseconds below `spreadMs`, the same for the same seed: every contender gets the same. */
export function dueOffsets(seed: number, count: number, spreadMs: number): number[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, () => Math.floor(random() * spreadMs))
}
