'use client'

import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { FormDialog } from '@/app/components/form-dialog'
import { CreateTokenForm } from './create-token-form'
import { NewToken } from './new-token'

/** Makes a token, and shows it in the same dialog: it is never shown again. */
export function CreateToken({ apiUrl }: { apiUrl: string }) {
  const [isOpen, dialog] = useDisclosure(false)
  const [token, setToken] = useState<string | null>(null)

  function open() {
    setToken(null)
    dialog.open()
  }

  return (
    <>
      <Button onClick={open} leftSection={<IconPlus size={16} aria-hidden />}>
        Create token
      </Button>
      <FormDialog
        isOpen={isOpen}
        onClose={dialog.close}
        title={token === null ? 'Create an API token' : 'Your new API token'}
      >
        {token === null ? (
          <CreateTokenForm onDone={setToken} onCancel={dialog.close} />
        ) : (
          <NewToken token={token} apiUrl={apiUrl} onClose={dialog.close} />
        )}
      </FormDialog>
    </>
  )
}
