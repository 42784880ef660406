'use client'

import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { FormDialog } from '@/app/components/form-dialog'
import { CloudAccountForm } from './cloud-account-form'

export function AddCloudAccount() {
  const [isOpen, dialog] = useDisclosure(false)
  return (
    <>
      <Button onClick={dialog.open} leftSection={<IconPlus size={16} aria-hidden />}>
        Add cloud account
      </Button>
      <FormDialog isOpen={isOpen} onClose={dialog.close} title="Add a cloud account">
        <CloudAccountForm account={null} onDone={dialog.close} onCancel={dialog.close} />
      </FormDialog>
    </>
  )
}
