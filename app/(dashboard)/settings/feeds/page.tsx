import { Group, Text } from '@mantine/core'
import { IconCalendarShare } from '@tabler/icons-react'
import type { Metadata } from 'next'
import { EmptyState } from '@/app/components/empty-state'
import { queried } from '@/app/queried'
import { services } from '@/app/services'
import { requireSession } from '@/app/session'
import { listCalendarFeeds } from '@/lib/queries/list-calendar-feeds'
import { listEnvironments } from '@/lib/queries/list-environments'
import { CreateFeed } from './create-feed'
import { FeedList } from './feed-list'

export const metadata: Metadata = { title: 'Calendar feeds' }

export default async function FeedsPage() {
  const { actor, user } = await requireSession()
  const { items: feeds } = await queried(listCalendarFeeds(services(), actor, {}))
  const { items: environments } = await queried(listEnvironments(services(), actor, {}))
  return (
    <>
      <Group justify="space-between" mb="md">
        <Text size="sm" c="dimmed" maw="60ch">
          A feed shows deployments in the calendar program that you use anyway, for as long as you belong to
          the team.
        </Text>
        {/* Stays where it is when the first feed appears: its dialog shows that feed's address, this once. */}
        <CreateFeed environments={environments.map(({ id, name }) => ({ id, name }))} />
      </Group>
      {feeds.length === 0 ? (
        <EmptyState icon={<IconCalendarShare size={22} />} title="No calendar feeds yet">
          Create one and subscribe to its address: what is scheduled, moved or cancelled here then shows in
          your calendar.
        </EmptyState>
      ) : (
        <FeedList feeds={feeds} ownUserId={user.id} />
      )}
    </>
  )
}
