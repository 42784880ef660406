import { Badge, Group, Text } from '@mantine/core'
import { ConfirmButton } from '@/app/components/confirm-button'
import { Instant } from '@/app/components/instant'
import { Panel } from '@/app/components/panel'
import { RelativeTime } from '@/app/components/relative-time'
import { Row, Rows } from '@/app/components/rows'
import type { CalendarFeedView } from '@/lib/queries/calendar-feed-views'
import { revokeCalendarFeedAction } from './actions'

export interface FeedListProps {
  feeds: readonly CalendarFeedView[]
  /** Whose feeds need no name beside them. */
  ownUserId: string
}

export function FeedList({ feeds, ownUserId }: FeedListProps) {
  return (
    <Panel isFlush>
      <Rows>
        {feeds.map((feed) => (
          <Row key={feed.id}>
            <div>
              <Group gap="xs">
                <Text fw={550}>{feed.name}</Text>
                {feed.user.id === ownUserId ? null : <Badge variant="default">{feed.user.name}</Badge>}
              </Group>
              <Text size="sm" c="dimmed">
                {contents(feed, ownUserId)}
                {' · created '}
                <Instant at={feed.createdAt} shape="date-time" />
                {' · '}
                <LastUse feed={feed} />
              </Text>
            </div>
            {feed.revokedAt === null ? <Revoke feed={feed} /> : null}
          </Row>
        ))}
      </Rows>
    </Panel>
  )
}

function contents({ scope, environment, user }: CalendarFeedView, ownUserId: string): string {
  if (scope === 'person') return user.id === ownUserId ? 'What you scheduled' : `What ${user.name} scheduled`
  return environment === null ? 'All deployments of the team' : `Deployments to ${environment.name}`
}

function LastUse({ feed: { lastUsedAt, revokedAt } }: { feed: CalendarFeedView }) {
  if (revokedAt !== null) {
    return (
      <>
        revoked <RelativeTime at={revokedAt} />
      </>
    )
  }
  if (lastUsedAt === null) return 'never read'
  return (
    <>
      last read <RelativeTime at={lastUsedAt} />
    </>
  )
}

function Revoke({ feed }: { feed: CalendarFeedView }) {
  return (
    <ConfirmButton
      size="xs"
      label="Revoke"
      aria-label={`Revoke ${feed.name}`}
      title={`Revoke ${feed.name}?`}
      confirmLabel="Revoke feed"
      isDestructive
      action={revokeCalendarFeedAction}
      input={{ id: feed.id }}
    >
      Calendar programs that read this feed find nothing at its address from now on. This can’t be taken back.
    </ConfirmButton>
  )
}
