'use client'

import { useRouter } from 'next/navigation'
import { revertAction } from '@/app/(dashboard)/deployments/actions'
import { ConfirmButton } from '@/app/components/confirm-button'
import { targetLabel } from '@/lib/domain/target-label'
import type { DeploymentSummary } from '@/lib/queries/deployment-views'

/** Brings back what ran before a deployment, and leads to the deployment that does so. */
export function RevertButton({ deployment, label }: { deployment: DeploymentSummary; label: string }) {
  const router = useRouter()
  return (
    <ConfirmButton
      label={label}
      title="Bring back what ran before?"
      confirmLabel="Revert now"
      isDestructive
      action={revertAction}
      input={{ id: deployment.id }}
      onDone={({ id }) => router.push(`/deployments/${id}`)}
    >
      The revision of {targetLabel(deployment.application, deployment.environment)} that ran before this
      deployment is deployed again, at once. If anything else has been deployed there since, that is left
      alone.
    </ConfirmButton>
  )
}
