import { createHash } from 'node:crypto'
import type { NextRequest } from 'next/server'
import { answerRequest } from '@/app/api/answer-request'
import { noSuchAddress, tooManyRequests } from '@/app/api/http-refusals'
import { requestLimit } from '@/app/api/request-limit'
import { services, webEnvironment } from '@/app/services'
import { clientAddress } from '@/lib/auth/client-address'
import { readerOfFeed } from '@/lib/auth/feed-actor'
import { feedCalendar } from '@/lib/domain/feed-calendar'
import { getFeedCalendar } from '@/lib/queries/get-feed-calendar'

export const dynamic = 'force-dynamic'

interface Context {
  params: Promise<{ file: string }>
}

/**
 * A calendar feed, for whoever has its address: calendar programs can't sign in. An address that was
 * revoked is as unknown as one that never was.
 */
export async function GET(request: NextRequest, { params }: Context): Promise<Response> {
  const { file } = await params
  return answerRequest(request, async () => {
    const waitMs = requestLimit.take(callerOf(request), performance.now())
    if (waitMs > 0) return tooManyRequests(waitMs)
    const secret = file.endsWith('.ics') ? file.slice(0, -'.ics'.length) : ''
    const reader = await readerOfFeed(services(), secret)
    if (reader === null) return noSuchAddress()
    const feed = await getFeedCalendar(services(), reader.actor, { feedId: reader.feedId })
    if (!feed.ok) return noSuchAddress()
    return calendarAnswer(request, feedCalendar({ ...feed.value, publicUrl: webEnvironment().publicUrl }))
  })
}

/** Who guesses makes up another address each time: it is the guesser that is counted. */
function callerOf(request: NextRequest): string {
  return `feeds from ${clientAddress({ 'x-forwarded-for': request.headers.get('x-forwarded-for') }) ?? 'somewhere'}`
}

function calendarAnswer(request: NextRequest, text: string): Response {
  const etag = `"${createHash('sha256').update(text).digest('base64url')}"`
  const headers = {
    etag,
    'content-type': 'text/calendar; charset=utf-8',
    'content-disposition': 'inline; filename="shipclock.ics"',
    // May be kept by whoever asked, and is to be asked for again each time.
    'cache-control': 'private, no-cache',
    'x-robots-tag': 'noindex',
    'referrer-policy': 'no-referrer',
  }
  const known = request.headers.get('if-none-match')?.split(',') ?? []
  const isKnown = known.some((tag) => tag.trim().replace(/^W\//, '') === etag)
  return isKnown ? new Response(null, { status: 304, headers }) : new Response(text, { headers })
}
