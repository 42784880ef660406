import { may } from '@/lib/domain/permissions'
import { accept, type Result } from '@/lib/domain/result'
import { isUuid } from '@/lib/domain/uuid'
import { calendarFeedView, revokeCalendarFeed as revokeRow } from '@/lib/postgres/calendar-feeds'
import type { CalendarFeedView } from '@/lib/queries/calendar-feed-views'
import { type NotFound, notFound } from './resource-refusals'
import { useCase } from './use-case'

/** Ends a feed from its next reading on: one's own, or as an admin anybody's of the team. */
export const revokeCalendarFeed = useCase(
  'view',
  async ({ database, actor }, { id }: { id: string }): Promise<Result<CalendarFeedView, NotFound>> => {
    const ofAnybody = may(actor.role, 'administer')
    if (!isUuid(id) || (!ofAnybody && actor.userId === null)) return notFound('calendar feed')
    const userId = ofAnybody ? null : actor.userId
    await revokeRow(database, { id, userId, revokedAt: await database.now() })
    const feed = await calendarFeedView(database, { id, userId })
    return feed === null ? notFound('calendar feed') : accept(feed)
  },
)
