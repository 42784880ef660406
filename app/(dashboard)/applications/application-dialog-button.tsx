'use client'

import { Button, type ButtonProps } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useRouter } from 'next/navigation'
import { FormDialog } from '@/app/components/form-dialog'
import type { ApplicationView } from '@/lib/queries/resource-views'
import { ApplicationForm } from './application-form'
import type { EnvironmentChoice } from './environment-choice'

export interface ApplicationDialogButtonProps extends ButtonProps {
  application: ApplicationView | null
  environments: readonly EnvironmentChoice[]
}

/** Opens the form for a new application, or for one that is there; then goes to its page. */
export function ApplicationDialogButton(props: ApplicationDialogButtonProps) {
  const { application, environments, ...button } = props
  const [isOpen, dialog] = useDisclosure(false)
  const router = useRouter()

  function done({ slug }: ApplicationView) {
    dialog.close()
    // The slug of the application that was edited may be another one now.
    if (slug !== application?.slug) router.push(`/applications/${slug}`)
  }

  return (
    <>
      <Button {...button} onClick={dialog.open} />
      <FormDialog
        isOpen={isOpen}
        onClose={dialog.close}
        title={application === null ? 'Add an application' : `Edit ${application.name}`}
      >
        <ApplicationForm
          application={application}
          environments={environments}
          onDone={done}
          onCancel={dialog.close}
        />
      </FormDialog>
    </>
  )
}
