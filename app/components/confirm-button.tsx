'use client'

import { Button, type ButtonProps, Group, Modal, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { ReactNode } from 'react'
import type { Action } from '@/app/action-result'
import { RefusalAlert } from '@/app/components/refusal-alert'
import { useAction } from '@/app/components/use-action'

export interface ConfirmButtonProps<Input, Value> extends Omit<ButtonProps, 'children'> {
  /** What the button says. */
  label: ReactNode
  /** What the button does, for those who can't see what it stands beside. */
  'aria-label'?: string
  /** The question. */
  title: string
  /** What will happen, in full. */
  children: ReactNode
  /** What the confirming button says: the verb, not "OK". */
  confirmLabel: string
  isDestructive?: boolean
  action: Action<Input, Value>
  input: Input
  onDone?: (value: Value) => void
}

/** A button that asks once more before it does something; a refusal is shown in the dialog. */
export function ConfirmButton<Input, Value>(props: ConfirmButtonProps<Input, Value>) {
  const { label, title, children, confirmLabel, isDestructive, action, input, onDone, ...button } = props
  const [isOpen, dialog] = useDisclosure(false)
  const { run, isPending, refusal, forgetRefusal } = useAction(action)

  function open() {
    forgetRefusal()
    dialog.open()
  }

  async function confirm() {
    const result = await run(input)
    if (!result.ok) return
    dialog.close()
    onDone?.(result.value)
  }

  return (
    <>
      <Button variant="default" {...button} onClick={open}>
        {label}
      </Button>
      <Modal opened={isOpen} onClose={dialog.close} title={title}>
        <Stack>
          <RefusalAlert refusal={refusal} />
          <Text component="div" size="sm">
            {children}
          </Text>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={dialog.close}>
              Keep it as it is
            </Button>
            <Button
              color={isDestructive ? 'red' : undefined}
              loading={isPending}
              onClick={confirm}
              data-autofocus
            >
              {confirmLabel}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  )
}
