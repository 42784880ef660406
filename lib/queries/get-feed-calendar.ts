import { FEED_MOST_EVENTS, FEED_PAST_DAYS } from '@/lib/domain/calendar-feed'
import type { FeedEvent } from '@/lib/domain/feed-calendar'
import { accept, type Result } from '@/lib/domain/result'
import { calendarFeedView } from '@/lib/postgres/calendar-feeds'
import { feedEvents } from '@/lib/postgres/feed-events'
import { teamView } from '@/lib/postgres/teams'
import { type NotFound, notFound } from '@/lib/use-cases/resource-refusals'
import { useCase } from '@/lib/use-cases/use-case'
import type { CalendarFeedView } from './calendar-feed-views'

const DAY_MS = 24 * 60 * 60_000

/** What a feed shows, and what calendar programs should call it. */
export const getFeedCalendar = useCase(
  'view',
  async (
    { database },
    { feedId }: { feedId: string },
  ): Promise<Result<{ name: string; events: FeedEvent[] }, NotFound>> => {
    const feed = await calendarFeedView(database, { id: feedId, userId: null })
    if (feed === null) return notFound('calendar feed')
    const team = await teamView(database)
    const events = await feedEvents(database, {
      environmentId: feed.scope === 'environment' ? (feed.environment?.id ?? null) : null,
      createdById: feed.scope === 'person' ? feed.user.id : null,
      from: new Date((await database.now()).getTime() - FEED_PAST_DAYS * DAY_MS),
      limit: FEED_MOST_EVENTS,
    })
    return accept({ name: calendarName(feed, team.name), events })
  },
)

/** `Deployments of Acme`, `Deployments to Production, Acme`, `Deployments by Ada, Acme`. */
function calendarName({ scope, environment, user }: CalendarFeedView, team: string): string {
  if (scope === 'person') return `Deployments by ${user.name}, ${team}`
  return environment === null ? `Deployments of ${team}` : `Deployments to ${environment.name}, ${team}`
}
