'use client'

import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { FormDialog } from '@/app/components/form-dialog'
import { CreateFeedForm, type EnvironmentChoice } from './create-feed-form'
import { NewFeed } from './new-feed'

/** Makes a feed, and shows its address in the same dialog: it is never shown again. */
export function CreateFeed({ environments }: { environments: readonly EnvironmentChoice[] }) {
  const [isOpen, dialog] = useDisclosure(false)
  const [url, setUrl] = useState<string | null>(null)

  function open() {
    setUrl(null)
    dialog.open()
  }

  return (
    <>
      <Button onClick={open} leftSection={<IconPlus size={16} aria-hidden />}>
        Create feed
      </Button>
      <FormDialog
        isOpen={isOpen}
        onClose={dialog.close}
        title={url === null ? 'Create a calendar feed' : 'Your new calendar feed'}
      >
        {url === null ? (
          <CreateFeedForm environments={environments} onDone={setUrl} onCancel={dialog.close} />
        ) : (
          <NewFeed url={url} onClose={dialog.close} />
        )}
      </FormDialog>
    </>
  )
}
