import { hashOfFeedSecret, makeFeedSecret } from '@/lib/auth/feed-secret'
import type { FeedScope } from '@/lib/domain/calendar-feed'
import { nameFault } from '@/lib/domain/field-faults'
import { InvariantViolated } from '@/lib/domain/invariant-violated'
import { accept, type Result } from '@/lib/domain/result'
import { insertCalendarFeed } from '@/lib/postgres/calendar-feeds'
import { environmentView } from '@/lib/postgres/environments'
import type { CalendarFeedView } from '@/lib/queries/calendar-feed-views'
import { firstFault, type Invalid, invalid, type NotFound, notFound } from './resource-refusals'
import { useCase } from './use-case'

export interface CreateCalendarFeedInput {
  name: string
  scope: FeedScope
  /** Id or slug; only of an environment's feed. */
  environment: string | null
}

export interface CreatedCalendarFeed {
  feed: CalendarFeedView
  /** The last part of its address. Shown once, stored nowhere. */
  secret: string
}

/** Makes an address at which calendar programs read, without signing in, what its maker may view. */
export const createCalendarFeed = useCase(
  'view',
  async (
    { database, actor },
    input: CreateCalendarFeedInput,
  ): Promise<Result<CreatedCalendarFeed, Invalid | NotFound>> => {
    if (actor.userId === null) throw new InvariantViolated('Only people have calendar feeds.')
    const name = input.name.trim()
    const fault = firstFault({ name: nameFault(name) })
    if (fault !== null) return fault
    if ((input.scope === 'environment') !== (input.environment !== null))
      return invalid('environment', 'A feed of an environment names it; others name none.')
    const environment = input.environment === null ? null : await environmentView(database, input.environment)
    if (input.environment !== null && environment === null)
      return notFound('environment', { name: input.environment, path: 'environment' })
    const secret = makeFeedSecret()
    const feed = await insertCalendarFeed(database, {
      ...{ userId: actor.userId, name, scope: input.scope, environmentId: environment?.id ?? null },
      ...{ hash: hashOfFeedSecret(secret), createdAt: await database.now() },
    })
    return accept({ feed, secret })
  },
)
