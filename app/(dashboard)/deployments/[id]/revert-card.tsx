'use client'

import { Alert, Button, Group, Text } from '@mantine/core'
import { IconArrowBackUp, IconCircleCheck } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { RevertButton } from '@/app/(dashboard)/deployments/[id]/revert-button'
import { confirmAction } from '@/app/(dashboard)/deployments/actions'
import { revertState } from '@/app/(dashboard)/deployments/revert-state'
import { Instant } from '@/app/components/instant'
import { LinkAnchor } from '@/app/components/link-anchor'
import { RefusalAlert } from '@/app/components/refusal-alert'
import { RelativeTime } from '@/app/components/relative-time'
import { useAction } from '@/app/components/use-action'
import { assertNever } from '@/lib/domain/assert-never'
import type { DeploymentSummary } from '@/lib/queries/deployment-views'

export interface RevertCardProps {
  deployment: DeploymentSummary
  mayDeploy: boolean
}

/** Whether what was deployed stays, until when, and what somebody can do about it. Nothing where it simply stays. */
export function RevertCard({ deployment, mayDeploy }: RevertCardProps) {
  const state = revertState(deployment)
  switch (state.kind) {
    case 'stays':
      return null
    case 'to_confirm':
      return <ToConfirm {...{ deployment, mayDeploy, at: state.at, revertId: state.id }} />
    case 'after_success':
      return <Note>Once it has succeeded, it is reverted unless somebody confirms it in time.</Note>
    case 'planned':
      return (
        <Note>
          {link(state.id, 'Reverted')} <Instant at={state.at} timezone={deployment.timezone} />,{' '}
          <RelativeTime at={state.at} />: what ran before is brought back then.
        </Note>
      )
    case 'under_way':
      return <Note>What ran before is {link(state.id, 'being brought back')}.</Note>
    case 'reverted':
      return <Note>Reverted: what ran before was {link(state.id, 'brought back')}.</Note>
    case 'not_reverted':
      return <Note>It was to be reverted; that {link(state.id, state.how)}.</Note>
    case 'confirmed':
      return (
        <Alert variant="light" color="teal" role="note" icon={<IconCircleCheck aria-hidden />} p="sm">
          Confirmed by {state.by}, <Instant at={state.at} shape="date-time" />: it stays.
        </Alert>
      )
    default:
      return assertNever(state)
  }
}

interface ToConfirmProps extends RevertCardProps {
  at: Date
  revertId: string
}

function ToConfirm({ deployment, mayDeploy, at, revertId }: ToConfirmProps) {
  const { run, isPending, refusal } = useAction(confirmAction)
  return (
    <section aria-label="Confirm or revert">
      <Alert
        variant="light"
        color="yellow"
        icon={<IconArrowBackUp aria-hidden />}
        title={
          <>
            To be confirmed: reverts <RelativeTime at={at} />
          </>
        }
        // Not an announcement: its countdown changes all the time.
        role="presentation"
      >
        <RefusalAlert refusal={refusal} />
        <Text size="sm">
          Unless somebody confirms it by{' '}
          <strong>
            <Instant at={at} timezone={deployment.timezone} precision="second" />
          </strong>
          , what ran before is {link(revertId, 'brought back')}.
        </Text>
        {mayDeploy && (
          <Group gap="xs" mt="sm">
            <Button loading={isPending} onClick={() => run({ id: deployment.id })}>
              Confirm: it stays
            </Button>
            <RevertButton deployment={deployment} label="Revert now" />
          </Group>
        )}
      </Alert>
    </section>
  )
}

function Note({ children }: { children: ReactNode }) {
  return (
    <Alert variant="light" color="gray" role="note" icon={<IconArrowBackUp aria-hidden />} p="sm">
      {children}
    </Alert>
  )
}

function link(id: string, words: string) {
  return (
    <LinkAnchor href={`/deployments/${id}`} inherit>
      {words}
    </LinkAnchor>
  )
}
