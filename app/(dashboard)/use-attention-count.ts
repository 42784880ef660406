'use client'

import { useEffect, useState } from 'react'
import { z } from 'zod'
import { pageStream } from './page-stream'
import { throttled } from './throttled'

/** A number beside a word may be this old. */
const SHORTEST_INTERVAL_MS = 2000
/** What becomes overdue while no worker is up does so without a sound. */
const LOOK_AGAIN_MS = 30_000

const answerSchema = z.object({ total: z.number() })

/** How many deployments stand on the catch-up screen, kept up to date on every page; 0 until it is known. */
export function useAttentionCount(): number {
  const [count, setCount] = useState(0)
  useEffect(() => {
    let isGone = false
    const asker = throttled(async () => {
      const total = await askForCount()
      if (total !== null && !isGone) setCount(total)
    }, SHORTEST_INTERVAL_MS)
    const unsubscribe = pageStream.subscribe((event) => {
      if (event === null || event.kind === 'deployment') asker.ask()
    })
    const timer = setInterval(() => document.hidden || asker.ask(), LOOK_AGAIN_MS)
    asker.ask()
    return () => {
      isGone = true
      unsubscribe()
      clearInterval(timer)
      asker.cancel()
    }
  }, [])
  return count
}

/** Null when there is no answer to be had now: the next look will tell. */
async function askForCount(): Promise<number | null> {
  try {
    const [attention, moves] = await Promise.all(['attention', 'zone_moves'].map(totalOf))
    return attention == null || moves == null ? null : attention + moves
  } catch {
    return null
  }
}

async function totalOf(list: string): Promise<number | null> {
  const answer = await fetch(`/api/v1/${list}?limit=1`)
  return answer.ok ? answerSchema.parse(await answer.json()).total : null
}
