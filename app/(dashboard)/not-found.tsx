import { IconMapOff } from '@tabler/icons-react'
import type { Metadata } from 'next'
import { EmptyState } from '@/app/components/empty-state'
import { LinkButton } from '@/app/components/link-button'

export const metadata: Metadata = { title: 'Not found' }

/** For an id or slug that leads nowhere, with the frame around it. */
export default function NotFoundPage() {
  return (
    <EmptyState
      isPage
      icon={<IconMapOff size={22} />}
      title="There is nothing here"
      action={<LinkButton href="/deployments">Go to deployments</LinkButton>}
    >
      It may have been deleted, it may belong to another team, or the address is wrong.
    </EmptyState>
  )
}
