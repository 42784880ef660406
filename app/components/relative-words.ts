import { durationWords } from '@/lib/domain/duration-words'

/** `in 3 h 12 min`, `42 s ago`, and `now` within a second either way. */
export function relativeWords(at: Date, nowMs: number): string {
  const aheadMs = at.getTime() - nowMs
  if (Math.abs(aheadMs) < 1000) return 'now'
  return aheadMs > 0 ? `in ${durationWords(aheadMs)}` : `${durationWords(-aheadMs)} ago`
}
