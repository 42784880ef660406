'use client'

import { Alert, Button, Stack, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconSnowflake } from '@tabler/icons-react'
import { overrideFreezeAction } from '@/app/(dashboard)/deployments/actions'
import { FormDialog } from '@/app/components/form-dialog'
import { FormFooter } from '@/app/components/form-footer'
import { RefusalAlert } from '@/app/components/refusal-alert'
import { useActionForm } from '@/app/components/use-action-form'
import { useViewer } from '@/app/components/viewer-provider'
import { reasonFault } from '@/lib/domain/field-faults'
import { heldWords } from '@/lib/domain/freeze-words'
import type { FreezeOutlook as Outlook } from '@/lib/queries/get-freeze-outlook'

export interface FreezeOutlookProps {
  deploymentId: string
  outlook: Outlook
  /** Whether it is held now: the page says then already why, and until when. */
  isHeld: boolean
  mayOverride: boolean
}

/** Says that a freeze holds, or will hold, a deployment; an admin can let it through from here. */
export function FreezeOutlook({ deploymentId, outlook, isHeld, mayOverride }: FreezeOutlookProps) {
  const [isOpen, dialog] = useDisclosure(false)
  const { hour12 } = useViewer()
  if (isHeld && !mayOverride) return null
  const override = mayOverride && (
    <Button variant="default" size="xs" onClick={dialog.open} aria-haspopup="dialog">
      Let it through
    </Button>
  )
  return (
    <>
      <Alert
        color="blue"
        variant="light"
        mb="md"
        icon={<IconSnowflake aria-hidden />}
        title={isHeld ? 'A freeze holds it' : 'A freeze will be open when it is due'}
      >
        <Stack gap="xs" align="flex-start">
          {!isHeld && <Text size="sm">{heldWords(outlook.freeze, outlook.timezone, { hour12 })}</Text>}
          {override}
        </Stack>
      </Alert>
      <FormDialog isOpen={isOpen} onClose={dialog.close} title="Let it through the freeze?" size="md">
        <OverrideForm deploymentId={deploymentId} onClose={dialog.close} />
      </FormDialog>
    </>
  )
}

interface OverrideValues extends Record<string, unknown> {
  reason: string
}

function OverrideForm({ deploymentId, onClose }: { deploymentId: string; onClose: () => void }) {
  const { form, onSubmit, isPending, refusal } = useActionForm({
    initialValues: { reason: '' },
    validate: { reason: reasonFault },
    action: overrideFreezeAction,
    toInput: ({ reason }: OverrideValues) => ({ id: deploymentId, reason }),
    onDone: onClose,
  })
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack>
        <RefusalAlert refusal={refusal} />
        <Text size="sm">
          This deployment alone starts when it is due, or at once if it is held, whatever freezes are open.
          Everybody sees on its timeline who decided so, and why.
        </Text>
        <TextInput label="Reason" required data-autofocus {...form.getInputProps('reason')} />
        <FormFooter submitLabel="Let it through" isPending={isPending} onCancel={onClose} />
      </Stack>
    </form>
  )
}
