'use client'

import { Button, List, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { CopyBlock } from '@/app/components/copy-block'
import { FormDialog } from '@/app/components/form-dialog'
import { accountOfRole, permissionsPolicy, trustPolicy } from './iam-policy'

export interface RoleSetupProps {
  roleArn: string
  externalId: string
  region: string
}

/** How to create the role in AWS: its trust policy with our external id, and what it must be allowed. */
export function RoleSetup({ roleArn, externalId, region }: RoleSetupProps) {
  const [isOpen, dialog] = useDisclosure(false)
  return (
    <>
      <Button variant="default" size="xs" onClick={dialog.open}>
        Set up the role
      </Button>
      <FormDialog isOpen={isOpen} onClose={dialog.close} title="Set up the role in AWS">
        <Stack>
          <List type="ordered" size="sm" spacing="xs">
            <List.Item>
              In the IAM console create a role that is named as the end of{' '}
              <Text span ff="monospace" size="xs" style={{ overflowWrap: 'anywhere' }}>
                {roleArn}
              </Text>
              , with this trust policy. Put in the number of the AWS account that the worker runs in.
            </List.Item>
            <List.Item>Give the role the permissions below; narrow the resources to your services.</List.Item>
            <List.Item>Come back and test the connection.</List.Item>
          </List>
          <CopyBlock label="External id" text={externalId} />
          <CopyBlock label="Trust policy" text={trustPolicy({ externalId, region })} />
          <CopyBlock
            label="Permissions policy"
            text={permissionsPolicy({ region, accountId: accountOfRole(roleArn) ?? 'ACCOUNT-ID' })}
          />
        </Stack>
      </FormDialog>
    </>
  )
}
