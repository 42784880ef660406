import { may } from '@/lib/domain/permissions'
import { accept, type Result } from '@/lib/domain/result'
import { listCalendarFeeds as allCalendarFeeds } from '@/lib/postgres/calendar-feeds'
import { useCase } from '@/lib/use-cases/use-case'
import type { CalendarFeedView } from './calendar-feed-views'

/** One's own feeds of this team; admins see everybody's. Newest first. */
export const listCalendarFeeds = useCase(
  'view',
  async ({ database, actor }, _input: object): Promise<Result<{ items: CalendarFeedView[] }, never>> => {
    if (may(actor.role, 'administer')) return accept({ items: await allCalendarFeeds(database, null) })
    return accept({ items: actor.userId === null ? [] : await allCalendarFeeds(database, actor.userId) })
  },
)
