'use client'

import { CancelControl } from '@/app/(dashboard)/deployments/[id]/cancel-control'
import { RescheduleButton } from '@/app/(dashboard)/deployments/[id]/reschedule-button'
import { RevertButton } from '@/app/(dashboard)/deployments/[id]/revert-button'
import { retryAction, runNowAction } from '@/app/(dashboard)/deployments/actions'
import { canBeReverted } from '@/app/(dashboard)/deployments/revert-state'
import { ConfirmButton } from '@/app/components/confirm-button'
import { LinkButton } from '@/app/components/link-button'
import { assertNever } from '@/lib/domain/assert-never'
import type { DeploymentStatus } from '@/lib/domain/deployment-status'
import type { FreezeWindow } from '@/lib/domain/freeze-window'
import { targetLabel } from '@/lib/domain/target-label'
import type { DeploymentDetail } from '@/lib/queries/deployment-views'

/** What can be done with a deployment in its present state. The server decides again. */
export function DeploymentActions({
  deployment,
  freezes,
}: {
  deployment: DeploymentDetail
  freezes: readonly FreezeWindow[]
}) {
  const { id, application, environment } = deployment
  const label = targetLabel(application, environment)
  const actions = actionsIn(deployment.status)
  return (
    <>
      {actions.again && (
        <LinkButton href={`/deployments?schedule=1&app=${application.slug}`} variant="default">
          Schedule again
        </LinkButton>
      )}
      {actions.retry && (
        <ConfirmButton
          label="Retry"
          title="Try again now?"
          confirmLabel="Retry now"
          action={retryAction}
          input={{ id }}
          variant="filled"
        >
          {label} is deployed once more, at once, with the same image, as a new attempt.
        </ConfirmButton>
      )}
      {canBeReverted(deployment) && <RevertButton deployment={deployment} label="Revert" />}
      {actions.cancel && <CancelControl deployment={deployment} />}
      {actions.reschedule && <RescheduleButton deployment={deployment} freezes={freezes} />}
      {actions.runNow && (
        <ConfirmButton
          label="Run now"
          title="Run it now?"
          confirmLabel="Run now"
          action={runNowAction}
          input={{ id }}
        >
          {label} becomes due at once instead of at its planned time. What must be deployed first still goes
          first.
        </ConfirmButton>
      )}
    </>
  )
}

interface Actions {
  runNow?: boolean
  reschedule?: boolean
  cancel?: boolean
  retry?: boolean
  again?: boolean
}

function actionsIn(status: DeploymentStatus): Actions {
  switch (status) {
    case 'scheduled':
    case 'awaiting_approval':
      return { runNow: true, reschedule: true, cancel: true }
    case 'waiting':
    case 'held':
      // It is due already: what it waits for is not the time.
      return { reschedule: true, cancel: true }
    case 'running':
      return { cancel: true }
    case 'missed':
    case 'skipped':
      return { runNow: true, reschedule: true }
    case 'failed':
    case 'rolled_back':
      return { retry: true, again: true }
    case 'succeeded':
    case 'cancelled':
      return { again: true }
    default:
      return assertNever(status)
  }
}
