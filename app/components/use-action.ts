'use client'

import { useRouter } from 'next/navigation'
import { useCallback, useState, useTransition } from 'react'
import type { Action, ActionResult, ShownRefusal } from '@/app/action-result'
import { callAction } from '@/app/components/call-action'
import { databaseWatch } from '@/app/components/database-watch'

export interface ActionCaller<Input, Value> {
  /** Never throws. After success the page shows the new state. */
  run: (input: Input) => Promise<ActionResult<Value>>
  isPending: boolean
  /** Why the last call was refused; null before the first, during a call and after success. */
  refusal: ShownRefusal | null
  forgetRefusal: () => void
}

/** Calls a server action from a component: pending state, refusal in words, page refreshed after success. */
export function useAction<Input, Value>(action: Action<Input, Value>): ActionCaller<Input, Value> {
  const router = useRouter()
  const [isCalling, setCalling] = useState(false)
  const [isRefreshing, startRefresh] = useTransition()
  const [refusal, setRefusal] = useState<ShownRefusal | null>(null)
  const run = useCallback(
    async (input: Input) => {
      setCalling(true)
      setRefusal(null)
      const result = await callAction(action, input)
      setCalling(false)
      if (result.ok) startRefresh(() => router.refresh())
      else setRefusal(result.refusal)
      if (!result.ok && result.refusal.code === 'unavailable') databaseWatch.suspect()
      return result
    },
    [action, router],
  )
  const forgetRefusal = useCallback(() => setRefusal(null), [])
  return { run, isPending: isCalling || isRefreshing, refusal, forgetRefusal }
}
