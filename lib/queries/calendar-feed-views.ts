import type { FeedScope } from '@/lib/domain/calendar-feed'

/** What pages and the API show of a calendar feed; of its secret nothing. */
export interface CalendarFeedView {
  id: string
  name: string
  scope: FeedScope
  /** Of an environment's feed; else null. */
  environment: { id: string; name: string; slug: string } | null
  /** Who made it, and of a person's feed: whose. */
  user: { id: string; name: string }
  createdAt: Date
  /** To the minute. */
  lastUsedAt: Date | null
  revokedAt: Date | null
}
