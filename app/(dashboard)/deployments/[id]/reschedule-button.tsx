'use client'

import { Button, Modal, useMatches } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { RescheduleForm } from '@/app/(dashboard)/deployments/[id]/reschedule-form'
import type { FreezeWindow } from '@/lib/domain/freeze-window'
import type { DeploymentDetail } from '@/lib/queries/deployment-views'

/** Opens the form that moves a deployment and what was made with it. */
export function RescheduleButton({
  deployment,
  freezes,
}: {
  deployment: DeploymentDetail
  freezes: readonly FreezeWindow[]
}) {
  const [isOpen, dialog] = useDisclosure(false)
  const isPhone = useMatches({ base: true, sm: false })
  return (
    <>
      <Button variant="default" onClick={dialog.open} aria-haspopup="dialog">
        Reschedule
      </Button>
      <Modal
        opened={isOpen}
        onClose={dialog.close}
        title="Reschedule"
        size="lg"
        fullScreen={isPhone}
        closeOnClickOutside={false}
      >
        <RescheduleForm deployment={deployment} freezes={freezes} onClose={dialog.close} />
      </Modal>
    </>
  )
}
