'use client'

import { Button, type ButtonProps } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { FormDialog } from '@/app/components/form-dialog'
import type { EnvironmentView } from '@/lib/queries/resource-views'
import { type AccountChoice, EnvironmentForm } from './environment-form'

export interface EnvironmentDialogButtonProps extends ButtonProps {
  environment: EnvironmentView | null
  accounts: readonly AccountChoice[]
}

/** Opens the form for a new environment, or for one that is there. */
export function EnvironmentDialogButton({ environment, accounts, ...button }: EnvironmentDialogButtonProps) {
  const [isOpen, dialog] = useDisclosure(false)
  return (
    <>
      <Button
        {...button}
        onClick={dialog.open}
        aria-label={environment === null ? undefined : `Edit ${environment.name}`}
      />
      <FormDialog
        isOpen={isOpen}
        onClose={dialog.close}
        title={environment === null ? 'Add an environment' : `Edit ${environment.name}`}
        size="md"
      >
        <EnvironmentForm
          environment={environment}
          accounts={accounts}
          onDone={dialog.close}
          onCancel={dialog.close}
        />
      </FormDialog>
    </>
  )
}
