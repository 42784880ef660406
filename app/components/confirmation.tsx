'use client'

import { Button, Group, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Action } from '@/app/action-result'
import { RefusalAlert } from '@/app/components/refusal-alert'
import { useAction } from '@/app/components/use-action'

export interface ConfirmationProps<Input, Value> {
  action: Action<Input, Value>
  input: Input
  /** What will happen, in full. */
  children: ReactNode
  /** What the confirming button says: the verb, not "OK". */
  confirmLabel: string
  isDestructive?: boolean
  onDone: (value: Value) => void
  onCancel: () => void
}

/** The inside of a dialog that asks once more; a refusal is shown in it. */
export function Confirmation<Input, Value>(props: ConfirmationProps<Input, Value>) {
  const { action, input, children, confirmLabel, isDestructive, onDone, onCancel } = props
  const { run, isPending, refusal } = useAction(action)

  async function confirm() {
    const result = await run(input)
    if (result.ok) onDone(result.value)
  }

  return (
    <Stack>
      <RefusalAlert refusal={refusal} />
      <Text component="div" size="sm">
        {children}
      </Text>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onCancel} data-autofocus={isDestructive || undefined}>
          Keep it as it is
        </Button>
        <Button
          color={isDestructive ? 'red' : undefined}
          loading={isPending}
          onClick={confirm}
          data-autofocus={!isDestructive || undefined}
        >
          {confirmLabel}
        </Button>
      </Group>
    </Stack>
  )
}
