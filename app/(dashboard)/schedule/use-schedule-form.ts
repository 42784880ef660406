'use client'

import { useRouter } from 'next/navigation'
import { useMemo, useRef, useState } from 'react'
import type {
  DependencyValues,
  ScheduleOptions,
  ScheduleStart,
  ScheduleValues,
} from '@/app/(dashboard)/schedule/form-values'
import { initialValues, newDependency } from '@/app/(dashboard)/schedule/initial-values'
import { newRequestKey } from '@/app/(dashboard)/schedule/request-key'
import { checkSchedule, type ScheduleCheck } from '@/app/(dashboard)/schedule/schedule-check'
import { type ScheduleOrder, scheduleOrderOf } from '@/app/(dashboard)/schedule/schedule-order'
import type { Action, ShownRefusal } from '@/app/action-result'
import { callAction } from '@/app/components/call-action'
import type { Viewer } from '@/app/components/viewer'

export interface ScheduleFormInput<Value> {
  start: ScheduleStart
  options: ScheduleOptions
  viewer: Viewer
  now: Date
  send: Action<ScheduleOrder, Value>
  onDone: (value: Value) => void
}

export interface ScheduleFormState {
  values: ScheduleValues
  change: (patch: Partial<ScheduleValues>) => void
  changeDependency: (index: number, patch: Partial<DependencyValues>) => void
  addDependency: () => void
  removeDependency: (index: number) => void
  check: ScheduleCheck
  /** What stands under a field now. */
  errorOf: (path: string) => string | undefined
  /** Why the last attempt did nothing. */
  refusal: ShownRefusal | null
  isSending: boolean
  /** Sends what is there, if it is complete. Answers whether it was sent. */
  submit: () => Promise<boolean>
}

/** State and rules of the schedule form; what it looks like is in `schedule-form.tsx`. */
export function useScheduleForm<Value>(input: ScheduleFormInput<Value>): ScheduleFormState {
  const { start, options, viewer, now, send, onDone } = input
  const router = useRouter()
  const [values, setValues] = useState(() => initialValues(start, options, viewer.timezone, new Date()))
  const [isAttempted, setIsAttempted] = useState(false)
  const [refusal, setRefusal] = useState<ShownRefusal | null>(null)
  const [isSending, setIsSending] = useState(false)
  // A second press comes before the button is disabled; the key makes even that one harmless.
  const isUnderWay = useRef(false)
  // One opening of the form is one intent.
  const [requestKey] = useState(newRequestKey)
  const nowMs = now.getTime()
  const check = useMemo(
    () => checkSchedule(values, options, viewer, new Date(nowMs)),
    [values, options, viewer, nowMs],
  )

  const change = (patch: Partial<ScheduleValues>) => {
    setValues((current) => ({ ...current, ...patch }))
    setRefusal(null)
  }
  const dependencies = dependencyChanges(change, values.dependencies)

  const errorOf = (path: string) => {
    const refused = refusal ? refusedFields(refusal).get(path) : undefined
    const found = check.problems.find((problem) => problem.path === path && (isAttempted || !problem.missing))
    return refused ?? found?.message
  }

  const submit = async () => {
    setIsAttempted(true)
    const order = check.problems.length > 0 ? null : scheduleOrderOf(values, requestKey)
    if (order === null || isUnderWay.current) return false
    isUnderWay.current = true
    setIsSending(true)
    const result = await callAction(send, order)
    isUnderWay.current = false
    setIsSending(false)
    if (result.ok) onDone(result.value)
    else setRefusal(result.refusal)
    // Somebody made a freeze since the form was opened: it has to be shown, with the ways out.
    if (!result.ok && result.refusal.code === 'freeze_conflict') router.refresh()
    return true
  }

  return { values, change, ...dependencies, check, errorOf, refusal, isSending, submit }
}

/** The server calls the due time `at`, as the API does. */
function refusedFields({ errors }: ShownRefusal): Map<string, string> {
  return new Map(errors.map(({ path, message }) => [path === 'at' ? 'time' : path, message]))
}

function dependencyChanges(change: (patch: Partial<ScheduleValues>) => void, current: DependencyValues[]) {
  return {
    changeDependency: (index: number, patch: Partial<DependencyValues>) =>
      change({ dependencies: current.map((row, at) => (at === index ? { ...row, ...patch } : row)) }),
    addDependency: () => change({ dependencies: [...current, newDependency(newRequestKey())] }),
    removeDependency: (index: number) => change({ dependencies: current.filter((_, at) => at !== index) }),
  }
}
