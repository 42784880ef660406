'use client'

import { Modal, useMatches } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconBox } from '@tabler/icons-react'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { scheduleAction } from '@/app/(dashboard)/schedule/actions'
import type { ScheduleOptions, ScheduleStart } from '@/app/(dashboard)/schedule/form-values'
import { ScheduleForm } from '@/app/(dashboard)/schedule/schedule-form'
import { withoutSchedule } from '@/app/(dashboard)/schedule/schedule-start'
import { EmptyState } from '@/app/components/empty-state'
import { LinkButton } from '@/app/components/link-button'

export interface ScheduleDialogProps {
  start: ScheduleStart
  options: ScheduleOptions
}

/** The schedule form over the page it was opened from. It is open because the address says so. */
export function ScheduleDialog({ start, options }: ScheduleDialogProps) {
  const router = useRouter()
  const pathname = usePathname()
  const query = useSearchParams().toString()
  const isPhone = useMatches({ base: true, sm: false })

  const close = () => {
    const rest = withoutSchedule(query)
    router.replace(rest === '' ? pathname : `${pathname}?${rest}`, { scroll: false })
  }
  const onDone = ({ id }: { id: string }) => {
    notifications.show({ color: 'teal', message: 'Scheduled. You can follow it here.' })
    router.replace(`/deployments/${id}`)
  }

  return (
    <Modal
      opened
      onClose={close}
      title="Schedule a deployment"
      size="lg"
      fullScreen={isPhone}
      // A slip of the mouse must not throw away what was typed.
      closeOnClickOutside={false}
      transitionProps={{ duration: 0 }}
    >
      {options.applications.length === 0 ? (
        <EmptyState
          icon={<IconBox />}
          title="There is nothing to deploy yet"
          action={<LinkButton href="/applications">Add an application</LinkButton>}
        >
          An application says which ECS service to deploy. Add one, then schedule its deployment here.
        </EmptyState>
      ) : (
        <ScheduleForm
          start={start}
          options={options}
          send={scheduleAction}
          onDone={onDone}
          onCancel={close}
        />
      )}
    </Modal>
  )
}
