'use client'

import { Button, Group, Stack, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { ConfirmButton } from '@/app/components/confirm-button'
import { FormDialog } from '@/app/components/form-dialog'
import { Panel } from '@/app/components/panel'
import { RefusalAlert } from '@/app/components/refusal-alert'
import { useAction } from '@/app/components/use-action'
import { assertNever } from '@/lib/domain/assert-never'
import type { CloudAccountView, CredentialsView } from '@/lib/queries/resource-views'
import { deleteCloudAccountAction, testConnectionAction } from './actions'
import { checkState } from './check-state'
import { CloudAccountForm } from './cloud-account-form'
import { ConnectionStatus } from './connection-status'
import { FoundServices } from './found-services'
import { RoleSetup } from './role-setup'

export interface CloudAccountPanelProps {
  account: CloudAccountView
  mayAdminister: boolean
}

/** One cloud account: how it is reached, whether that works, what was found. */
export function CloudAccountPanel({ account, mayAdminister }: CloudAccountPanelProps) {
  const { name, region, endpoint, credentials, check } = account
  const test = useAction(testConnectionAction)
  const isTesting = checkState(check, 0).kind === 'testing'
  return (
    <Panel>
      <Stack gap="sm">
        <Group justify="space-between" align="flex-start" gap="sm">
          <div>
            <Title order={2}>{name}</Title>
            <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {[region, credentialsWords(credentials), endpoint].filter(Boolean).join(' · ')}
            </Text>
          </div>
          {mayAdminister ? (
            <Group gap="xs">
              <Button
                variant="default"
                size="xs"
                loading={test.isPending || isTesting}
                onClick={() => test.run({ id: account.id })}
              >
                Test connection
              </Button>
              {credentials.kind === 'role' ? <RoleSetup {...credentials} region={region} /> : null}
              <EditButton account={account} />
              <DeleteButton account={account} />
            </Group>
          ) : null}
        </Group>
        <RefusalAlert refusal={test.refusal} />
        <ConnectionStatus check={check} />
        {check.discovery && check.discovery.clusters.length > 0 ? (
          <FoundServices discovery={check.discovery} />
        ) : null}
      </Stack>
    </Panel>
  )
}

function EditButton({ account }: { account: CloudAccountView }) {
  const [isOpen, dialog] = useDisclosure(false)
  return (
    <>
      <Button variant="default" size="xs" onClick={dialog.open} aria-label={`Edit ${account.name}`}>
        Edit
      </Button>
      <FormDialog isOpen={isOpen} onClose={dialog.close} title={`Edit ${account.name}`}>
        <CloudAccountForm account={account} onDone={dialog.close} onCancel={dialog.close} />
      </FormDialog>
    </>
  )
}

function DeleteButton({ account }: { account: CloudAccountView }) {
  return (
    <ConfirmButton
      size="xs"
      label="Delete"
      aria-label={`Delete ${account.name}`}
      title={`Delete ${account.name}?`}
      confirmLabel="Delete cloud account"
      isDestructive
      action={deleteCloudAccountAction}
      input={{ id: account.id }}
    >
      Shipclock forgets how to reach this AWS account. Nothing in AWS changes. An account that an environment
      uses can’t be deleted.
    </ConfirmButton>
  )
}

function credentialsWords(credentials: CredentialsView): string {
  switch (credentials.kind) {
    case 'role':
      return credentials.roleArn
    case 'static':
      return 'stored access keys'
    case 'ambient':
      return 'the worker’s own identity'
    default:
      return assertNever(credentials)
  }
}
