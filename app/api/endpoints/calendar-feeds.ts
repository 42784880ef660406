import { z } from 'zod'
import { type Endpoint, endpoint, noBody, nothing } from '@/app/api/endpoint'
import { pageOfAll } from '@/app/api/page-of-all'
import {
  answerSchemas,
  idParams,
  instantText,
  optionalText,
  pageOf,
  pageQuery,
  requestSchemas,
  requiredText,
  resultOf,
} from '@/app/api/schemas'
import { feedUrl } from '@/app/feed-url'
import { FEED_SCOPES } from '@/lib/domain/calendar-feed'
import { accept } from '@/lib/domain/result'
import type { CalendarFeedView } from '@/lib/queries/calendar-feed-views'
import { getCalendarFeed } from '@/lib/queries/get-calendar-feed'
import { listCalendarFeeds } from '@/lib/queries/list-calendar-feeds'
import { createCalendarFeed } from '@/lib/use-cases/create-calendar-feed'
import { revokeCalendarFeed } from '@/lib/use-cases/revoke-calendar-feed'

const tag = 'Calendar feeds'
const collection = '/calendar_feeds'
const one = `${collection}/{id}`

const createBody = z.strictObject({
  name: requiredText(200).meta({ description: 'Where you will subscribe to it.' }),
  scope: z.enum(FEED_SCOPES).meta({
    description: 'What it shows: everything of the team, of one environment, or what you scheduled.',
  }),
  environment: optionalText(200).meta({ description: 'Id or slug; with the scope environment only.' }),
})
requestSchemas.add(createBody, { id: 'CalendarFeedRequest' })

const shown = z.object({
  id: z.uuid(),
  name: z.string(),
  scope: z.enum(FEED_SCOPES),
  environment: z.string().nullable().meta({ description: 'Slug.' }),
  environment_id: z.uuid().nullable(),
  created_by: z.string(),
  created_at: instantText,
  last_used_at: instantText.nullable().meta({ description: 'To the minute.' }),
  revoked_at: instantText.nullable(),
})
answerSchemas.add(shown, { id: 'CalendarFeed' })

const created = shown.extend({
  url: z.string().nullable().meta({
    description:
      'The secret address to subscribe to. Kept nowhere: null when this answer repeats an earlier one.',
  }),
})
answerSchemas.add(created, { id: 'NewCalendarFeed' })

function show({ id, name, scope, environment, user, ...feed }: CalendarFeedView): z.input<typeof shown> {
  return {
    ...{ id, name, scope, created_by: user.name },
    environment: environment?.slug ?? null,
    environment_id: environment?.id ?? null,
    created_at: feed.createdAt.toISOString(),
    last_used_at: feed.lastUsedAt?.toISOString() ?? null,
    revoked_at: feed.revokedAt?.toISOString() ?? null,
  }
}

const list = endpoint({
  ...{ method: 'GET', path: collection, permission: 'view', tag, status: 200, refusals: {} },
  summary: 'List your calendar feeds, as an admin everybody’s, newest first',
  ...{ params: nothing, query: pageQuery, body: noBody, answer: pageOf(shown) },
  async carryOut({ services, actor }, { query }) {
    const found = await listCalendarFeeds(services, actor, {})
    if (!found.ok) return found
    const page = pageOfAll(found.value.items, query)
    if (!page.ok) return page
    return accept({ result: page.value.items.map(show), next_cursor: page.value.nextCursor })
  },
})

const create = endpoint({
  example: { name: 'Phone', scope: 'team' },
  ...{ method: 'POST', path: collection, permission: 'view', tag, status: 201 },
  ...{ summary: 'Make an address that calendar programs subscribe to', refusals: { 404: ['not_found'] } },
  ...{ params: nothing, query: nothing, body: createBody, answer: resultOf(created), secret: 'url' },
  async carryOut({ services, actor }, { body }) {
    const made = await createCalendarFeed(services, actor, body)
    if (!made.ok) return made
    return accept({ result: { ...show(made.value.feed), url: feedUrl(made.value.secret) } })
  },
})

const get = endpoint({
  ...{ method: 'GET', path: one, permission: 'view', tag, status: 200 },
  ...{ summary: 'Get a calendar feed, without its address', refusals: { 404: ['not_found'] } },
  ...{ params: idParams, query: nothing, body: noBody, answer: resultOf(shown) },
  async carryOut({ services, actor }, { params }) {
    const feed = await getCalendarFeed(services, actor, params)
    return feed.ok ? accept({ result: show(feed.value) }) : feed
  },
})

const revoke = endpoint({
  ...{ method: 'DELETE', path: one, permission: 'view', tag, status: 200 },
  ...{
    summary: 'Revoke a calendar feed: its address is not found any more',
    refusals: { 404: ['not_found'] },
  },
  ...{ params: idParams, query: nothing, body: noBody, answer: resultOf(shown) },
  async carryOut({ services, actor }, { params }) {
    const feed = await revokeCalendarFeed(services, actor, params)
    return feed.ok ? accept({ result: show(feed.value) }) : feed
  },
})

export const calendarFeedEndpoints: readonly Endpoint[] = [list, create, get, revoke]
