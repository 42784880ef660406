'use client'

import { useDebouncedValue } from '@mantine/hooks'
import { useEffect, useState } from 'react'
import { previewRescheduleAction } from '@/app/(dashboard)/deployments/actions'
import type { RescheduleOrder } from '@/app/(dashboard)/deployments/reschedule-order'
import { callAction } from '@/app/components/call-action'
import type { Move } from '@/lib/use-cases/plan-reschedule'

export interface MovePreview {
  /** What would move; empty while the server has not said it, or refuses. */
  moves: Move[]
  /** Why the server would refuse it, or could not be asked. */
  problem: string | null
}

/** Long enough to type the second digit of an hour. */
const TYPING_MS = 300
const NOTHING: MovePreview = { moves: [], problem: null }

/** Asks the server what an order would move, whenever it changes; the last answer stays until the next is there. */
export function useMovePreview(order: RescheduleOrder | null): MovePreview {
  const [settled] = useDebouncedValue(order, TYPING_MS)
  const [preview, setPreview] = useState(NOTHING)
  // What is sent is compared, not the object: the form makes a new one each time it is drawn.
  const key = JSON.stringify(settled)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the order
  useEffect(() => {
    if (settled === null) {
      setPreview(NOTHING)
      return
    }
    let isCurrent = true
    callAction(previewRescheduleAction, settled).then((result) => {
      if (!isCurrent) return
      setPreview(
        result.ok
          ? { moves: result.value.moves, problem: null }
          : { moves: [], problem: result.refusal.detail },
      )
    })
    return () => {
      isCurrent = false
    }
  }, [key])
  return preview
}
