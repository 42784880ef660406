'use client'

import { Button, type ButtonProps } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { FormDialog } from '@/app/components/form-dialog'
import type { FreezeView } from '@/lib/queries/resource-views'
import { FreezeForm, type FreezePlaces } from './freeze-form'

export interface FreezeDialogButtonProps extends ButtonProps {
  freeze: FreezeView | null
  places: FreezePlaces
}

/** Opens the form for a new freeze or allowed window, or for one that is there. */
export function FreezeDialogButton({ freeze, places, ...button }: FreezeDialogButtonProps) {
  const [isOpen, dialog] = useDisclosure(false)
  const title = freeze === null ? 'Add a freeze' : `Edit ${freeze.reason}`
  return (
    <>
      <Button {...button} onClick={dialog.open} aria-label={freeze === null ? undefined : title} />
      <FormDialog isOpen={isOpen} onClose={dialog.close} title={title}>
        <FreezeForm freeze={freeze} places={places} onDone={dialog.close} onCancel={dialog.close} />
      </FormDialog>
    </>
  )
}
