import { may } from '@/lib/domain/permissions'
import { accept, type Result } from '@/lib/domain/result'
import { isUuid } from '@/lib/domain/uuid'
import { calendarFeedView } from '@/lib/postgres/calendar-feeds'
import { type NotFound, notFound } from '@/lib/use-cases/resource-refusals'
import { useCase } from '@/lib/use-cases/use-case'
import type { CalendarFeedView } from './calendar-feed-views'

/** One of one's own feeds, or as an admin anybody's of the team. */
export const getCalendarFeed = useCase(
  'view',
  async ({ database, actor }, { id }: { id: string }): Promise<Result<CalendarFeedView, NotFound>> => {
    const ofAnybody = may(actor.role, 'administer')
    if (!isUuid(id) || (!ofAnybody && actor.userId === null)) return notFound('calendar feed')
    const feed = await calendarFeedView(database, { id, userId: ofAnybody ? null : actor.userId })
    return feed === null ? notFound('calendar feed') : accept(feed)
  },
)
