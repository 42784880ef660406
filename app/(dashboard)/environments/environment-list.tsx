import { Group, Text } from '@mantine/core'
import { ConfirmButton } from '@/app/components/confirm-button'
import { LinkAnchor } from '@/app/components/link-anchor'
import { Panel } from '@/app/components/panel'
import { Row, Rows } from '@/app/components/rows'
import { durationWords } from '@/lib/domain/duration-words'
import type { EnvironmentView } from '@/lib/queries/resource-views'
import { deleteEnvironmentAction } from './actions'
import { EnvironmentDialogButton } from './environment-dialog-button'
import type { AccountChoice } from './environment-form'

export interface EnvironmentListProps {
  environments: readonly EnvironmentView[]
  accounts: readonly AccountChoice[]
  mayAdminister: boolean
}

export function EnvironmentList({ environments, accounts, mayAdminister }: EnvironmentListProps) {
  return (
    <Panel isFlush>
      <Rows>
        {environments.map((environment) => (
          <Row key={environment.id}>
            <div>
              <Text fw={550}>{environment.name}</Text>
              <Text size="sm" c="dimmed">
                Cluster {environment.cluster} in{' '}
                <LinkAnchor href="/cloud-accounts" size="sm" underline="always">
                  {environment.cloudAccount.name}
                </LinkAnchor>
                {' · '}
                {environment.cloudAccount.region}
                {environment.startDeadlineMinutes !== null &&
                  ` · starts at most ${durationWords(environment.startDeadlineMinutes * 60_000)} late`}
              </Text>
            </div>
            {mayAdminister ? <Buttons environment={environment} accounts={accounts} /> : null}
          </Row>
        ))}
      </Rows>
    </Panel>
  )
}

function Buttons({
  environment,
  accounts,
}: {
  environment: EnvironmentView
  accounts: readonly AccountChoice[]
}) {
  const { id, name } = environment
  return (
    <Group gap="xs">
      <EnvironmentDialogButton environment={environment} accounts={accounts} variant="default" size="xs">
        Edit
      </EnvironmentDialogButton>
      <ConfirmButton
        size="xs"
        label="Delete"
        aria-label={`Delete ${name}`}
        title={`Delete ${name}?`}
        confirmLabel="Delete environment"
        isDestructive
        action={deleteEnvironmentAction}
        input={{ id }}
      >
        Nothing in AWS changes. An environment in which an application runs can’t be deleted.
      </ConfirmButton>
    </Group>
  )
}
