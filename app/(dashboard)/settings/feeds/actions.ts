'use server'

import { z } from 'zod'
import { feedUrl } from '@/app/feed-url'
import { teamAction } from '@/app/team-action'
import { FEED_SCOPES } from '@/lib/domain/calendar-feed'
import { accept } from '@/lib/domain/result'
import { createCalendarFeed } from '@/lib/use-cases/create-calendar-feed'
import { revokeCalendarFeed } from '@/lib/use-cases/revoke-calendar-feed'

export const createCalendarFeedAction = teamAction(
  z.object({ name: z.string(), scope: z.enum(FEED_SCOPES), environment: z.string().nullable() }),
  async (services, actor, input) => {
    const created = await createCalendarFeed(services, actor, input)
    return created.ok ? accept({ url: feedUrl(created.value.secret) }) : created
  },
)

export const revokeCalendarFeedAction = teamAction(z.object({ id: z.string() }), revokeCalendarFeed)
