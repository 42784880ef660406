'use client'

import { Button, type ButtonProps, Modal } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { ReactNode } from 'react'
import type { Action } from '@/app/action-result'
import { Confirmation } from '@/app/components/confirmation'

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

  function done(value: Value) {
    dialog.close()
    onDone?.(value)
  }

  return (
    <>
      <Button variant="default" {...button} onClick={dialog.open}>
        {label}
      </Button>
      <Modal opened={isOpen} onClose={dialog.close} title={title} transitionProps={{ duration: 0 }}>
        <Confirmation
          action={action}
          input={input}
          confirmLabel={confirmLabel}
          isDestructive={isDestructive}
          onDone={done}
          onCancel={dialog.close}
        >
          {children}
        </Confirmation>
      </Modal>
    </>
  )
}
