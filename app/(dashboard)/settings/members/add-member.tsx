'use client'

import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { FormDialog } from '@/app/components/form-dialog'
import { AddMemberForm } from './add-member-form'

export function AddMember() {
  const [isOpen, dialog] = useDisclosure(false)
  return (
    <>
      <Button onClick={dialog.open} leftSection={<IconPlus size={16} aria-hidden />}>
        Add member
      </Button>
      <FormDialog isOpen={isOpen} onClose={dialog.close} title="Add a member" size="md">
        <AddMemberForm onDone={dialog.close} onCancel={dialog.close} />
      </FormDialog>
    </>
  )
}
