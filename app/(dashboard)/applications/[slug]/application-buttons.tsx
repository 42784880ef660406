'use client'

import { useRouter } from 'next/navigation'
import { ConfirmButton } from '@/app/components/confirm-button'
import type { ApplicationView } from '@/lib/queries/resource-views'
import { deleteApplicationAction } from '../actions'
import { ApplicationDialogButton } from '../application-dialog-button'
import type { EnvironmentChoice } from '../environment-choice'

export interface ApplicationButtonsProps {
  application: ApplicationView
  environments: readonly EnvironmentChoice[]
}

export function ApplicationButtons({ application, environments }: ApplicationButtonsProps) {
  const router = useRouter()
  return (
    <>
      <ConfirmButton
        label="Delete"
        title={`Delete ${application.name}?`}
        confirmLabel="Delete application"
        isDestructive
        action={deleteApplicationAction}
        input={{ id: application.id }}
        onDone={() => router.replace('/applications')}
      >
        Nothing in AWS changes. An application that has been deployed can’t be deleted: its history stays.
      </ConfirmButton>
      <ApplicationDialogButton application={application} environments={environments} variant="default">
        Edit
      </ApplicationDialogButton>
    </>
  )
}
