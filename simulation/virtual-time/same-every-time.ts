import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { seededChance } from '@/lib/failpoints/seeded-chance'
import type { VirtualClock } from './virtual-clock'

/**
 * Makes this process throw the same dice and read the same clock every time: ids (which decide between
 * deployments of the same instant), the spread of looks, the monotonic clock and timeouts. For a process
 * that does nothing else. Answers how to put everything back.
 */
export function makeSameEveryTime(seed: number, clock: VirtualClock): () => void {
  const before = {
    randomUUID: crypto.randomUUID,
    random: Math.random,
    timeout: AbortSignal.timeout,
    now: performance.now,
  }
  const random = seededChance(seed)
  Math.random = seededChance(seed + 1)
  performance.now = () => clock.nowMs
  AbortSignal.timeout = clock.timeout
  Object.assign(crypto, { randomUUID: () => uuidOf(random) })
  syncBuiltinESMExports()
  return () => {
    Math.random = before.random
    performance.now = before.now
    AbortSignal.timeout = before.timeout
    Object.assign(crypto, { randomUUID: before.randomUUID })
    syncBuiltinESMExports()
  }
}

/** Version 4, as `randomUUID` makes them. */
function uuidOf(random: () => number): string {
  const hex = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16))
  hex[12] = '4'
  hex[16] = '89ab'.charAt(Math.floor(random() * 4))
  const part = (from: number, to: number) => hex.slice(from, to).join('')
  return `${part(0, 8)}-${part(8, 12)}-${part(12, 16)}-${part(16, 20)}-${part(20, 32)}`
}
