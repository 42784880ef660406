'use client'

import { useMemo, useState } from 'react'
import { rescheduleAction } from '@/app/(dashboard)/deployments/actions'
import {
  checkReschedule,
  type RescheduleCheck,
  type ToReschedule,
} from '@/app/(dashboard)/deployments/reschedule-check'
import {
  type RescheduleValues,
  rescheduleOrderOf,
  rescheduleValuesOf,
} from '@/app/(dashboard)/deployments/reschedule-order'
import { type MovePreview, useMovePreview } from '@/app/(dashboard)/deployments/use-move-preview'
import type { ShownRefusal } from '@/app/action-result'
import { useAction } from '@/app/components/use-action'
import type { Viewer } from '@/app/components/viewer'

export interface RescheduleFormState {
  values: RescheduleValues
  change: (patch: Partial<RescheduleValues>) => void
  check: RescheduleCheck
  /** What would move, as the server says it. */
  preview: MovePreview
  /** What stands under a field now. */
  errorOf: (path: string) => string | undefined
  /** Why the last attempt did nothing. */
  refusal: ShownRefusal | null
  isPending: boolean
  submit: () => Promise<void>
}

/** State and rules of the reschedule form; what it looks like is in `reschedule-form.tsx`. */
export function useRescheduleForm(
  { deployment, skipped, freezes }: ToReschedule,
  viewer: Viewer,
  nowMs: number,
  onDone: () => void,
): RescheduleFormState {
  const [values, setValues] = useState(() => ({
    ...rescheduleValuesOf(deployment),
    withSkipped: skipped.some(({ keptBy }) => keptBy === null),
  }))
  const { run, isPending, refusal, forgetRefusal } = useAction(rescheduleAction)
  const check = useMemo(
    () => checkReschedule(values, { deployment, skipped, freezes }, viewer, new Date(nowMs)),
    [values, deployment, skipped, freezes, viewer, nowMs],
  )
  const change = (patch: Partial<RescheduleValues>) => {
    forgetRefusal()
    setValues((current) => ({ ...current, ...patch }))
  }
  // The server calls the due time `at`, as the API does.
  const errorOf = (path: string) =>
    refusal?.errors.find((error) => error.path === (path === 'time' ? 'at' : path))?.message ??
    check.problems.find((problem) => problem.path === path)?.message

  const order = check.problems.length > 0 ? null : rescheduleOrderOf(values, deployment)
  const preview = useMovePreview(order)

  const submit = async () => {
    if (order === null || isPending) return
    const result = await run(order)
    if (result.ok) onDone()
  }
  return { values, change, check, preview, errorOf, refusal, isPending, submit }
}
