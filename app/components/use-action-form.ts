'use client'

import { type UseFormInput, type UseFormReturnType, useForm } from '@mantine/form'
import { type FormEvent, useState } from 'react'
import type { Action, ShownRefusal } from '@/app/action-result'
import { placeErrors } from '@/app/components/place-errors'
import { useAction } from '@/app/components/use-action'

export interface ActionFormOptions<Values extends Record<string, unknown>, Input, Value> {
  initialValues: Values
  /** Quick answers before the server is asked; the server decides. */
  validate?: UseFormInput<Values>['validate']
  action: Action<Input, Value>
  toInput: (values: Values) => Input
  onDone: (value: Value) => void
  /** Told of the refused fields, to open what hides one. */
  onRefused?: (fields: Record<string, string>) => void
}

export interface ActionForm<Values extends Record<string, unknown>> {
  form: UseFormReturnType<Values>
  onSubmit: (event: FormEvent<HTMLFormElement>) => void
  isPending: boolean
  /** What is not at a field already: for `RefusalAlert`. */
  refusal: ShownRefusal | null
}

/**
 * A form whose submission is one server action. What is refused is shown at its fields, the first of
 * which gets the focus; everything that was typed stays.
 */
export function useActionForm<Values extends Record<string, unknown>, Input, Value>(
  options: ActionFormOptions<Values, Input, Value>,
): ActionForm<Values> {
  const form = useForm<Values>({ initialValues: options.initialValues, validate: options.validate })
  const { run, isPending, forgetRefusal } = useAction(options.action)
  const [refusal, setRefusal] = useState<ShownRefusal | null>(null)

  async function submit(values: Values) {
    setRefusal(null)
    const result = await run(options.toInput(values))
    if (result.ok) return options.onDone(result.value)
    const { fields, rest } = placeErrors(result.refusal, values)
    form.setErrors(fields)
    options.onRefused?.(fields)
    const [firstField] = Object.keys(fields)
    if (firstField !== undefined) focusField(form, firstField)
    const isSaidAtFields = firstField !== undefined && rest.length === 0
    setRefusal(
      isSaidAtFields ? null : { ...result.refusal, errors: rest.map((message) => ({ path: '', message })) },
    )
    forgetRefusal()
  }

  const onSubmit = form.onSubmit(submit, (errors) => {
    const [firstField] = Object.keys(errors)
    if (firstField !== undefined) focusField(form, firstField)
  })
  return { form, onSubmit, isPending, refusal }
}

function focusField<Values extends Record<string, unknown>>(form: UseFormReturnType<Values>, path: string) {
  form.getInputNode(path)?.focus()
}
