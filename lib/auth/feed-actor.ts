import type { Actor } from '@/lib/domain/actor'
import { feedByHash, type PresentedFeed, touchCalendarFeed } from '@/lib/postgres/calendar-feeds'
import type { Database } from '@/lib/postgres/database'
import { DatabaseUnavailable } from '@/lib/postgres/errors'
import { hashOfFeedSecret, isFeedSecret } from './feed-secret'
import { teamIdOfRow } from './team-id'

const TOUCH_EVERY_MS = 60_000

export interface FeedReader {
  /** A viewer, whatever its maker may do elsewhere. */
  actor: Actor
  feedId: string
}

/**
 * Who reads the feed whose address has this secret; null when it doesn't count: made up, revoked, or its
 * maker was disabled or left the team.
 */
export async function readerOfFeed(
  services: { database: Database },
  secret: string,
): Promise<FeedReader | null> {
  if (!isFeedSecret(secret)) return null
  const known = await services.database.asSystem(async (database) => {
    const feed = await feedByHash(database, hashOfFeedSecret(secret))
    return feed === null ? null : { feed, now: await database.now() }
  })
  if (known === null || !counts(known.feed)) return null
  const { feed, now } = known
  if (needsTouch(feed, now)) await noteUse(services.database, feed.id, now)
  const actor: Actor = {
    teamId: teamIdOfRow(feed),
    userId: feed.user.id,
    role: 'viewer',
    label: `${feed.user.name} (calendar feed)`,
  }
  return { actor, feedId: feed.id }
}

function counts({ revokedAt, user, isMember }: PresentedFeed): boolean {
  return revokedAt === null && user.disabledAt === null && isMember
}

/** Once a minute is exact enough, and spares a write for each request. */
function needsTouch({ lastUsedAt }: PresentedFeed, now: Date): boolean {
  return lastUsedAt === null || now.getTime() - lastUsedAt.getTime() >= TOUCH_EVERY_MS
}

/** By itself: while the database takes no changes, reading goes on. */
async function noteUse(database: Database, id: string, now: Date): Promise<void> {
  try {
    await database.asSystem((system) => touchCalendarFeed(system, id, now))
  } catch (error) {
    if (!(error instanceof DatabaseUnavailable)) throw error
  }
}
