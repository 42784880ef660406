'use client'

import { useRouter } from 'next/navigation'
import { catchUpHref } from '@/app/(dashboard)/catch-up/catch-up-place'
import { RescheduleForm } from '@/app/(dashboard)/deployments/[id]/reschedule-form'
import { FormDialog } from '@/app/components/form-dialog'
import type { FreezeWindow } from '@/lib/domain/freeze-window'
import { targetLabel } from '@/lib/domain/target-label'
import type { SkippedView } from '@/lib/queries/attention-views'
import type { DeploymentDetail } from '@/lib/queries/deployment-views'

export interface RescheduleDialogProps {
  deployment: DeploymentDetail
  skipped: SkippedView[]
  freezes: readonly FreezeWindow[]
  cursor: string | null
}

/** The reschedule form over the list. It is open because the address says so. */
export function RescheduleDialog({ deployment, skipped, freezes, cursor }: RescheduleDialogProps) {
  const router = useRouter()
  const close = () => router.replace(catchUpHref({ cursor, reschedule: null }), { scroll: false })
  return (
    <FormDialog
      isOpen
      onClose={close}
      title={`Reschedule ${targetLabel(deployment.application, deployment.environment)}`}
    >
      <RescheduleForm deployment={deployment} skipped={skipped} freezes={freezes} onClose={close} />
    </FormDialog>
  )
}
