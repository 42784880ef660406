'use client'

import { relativeWords } from '@/app/components/relative-words'
import { useNow } from '@/app/components/use-now'

/** How far ahead or ago an instant is, kept up to date: `in 3 h 12 min`. */
export function RelativeTime({ at }: { at: Date }) {
  const words = useNow((nowMs) => relativeWords(at, nowMs))
  return <time dateTime={at.toISOString()}>{words}</time>
}
