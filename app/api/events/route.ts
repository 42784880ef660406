import type { NextRequest } from 'next/server'
import { answerRequest } from '@/app/api/answer-request'
import { authenticate } from '@/app/api/authenticate'
import { eventStream } from '@/app/api/event-stream'
import { unauthenticated } from '@/app/api/http-refusals'
import { liveStreams } from '@/app/api/live-streams'

export const dynamic = 'force-dynamic'

/** What changes in the caller's team, live, for pages and for programs. */
export async function GET(request: NextRequest): Promise<Response> {
  return answerRequest(request, async () => {
    const actor = await authenticate(request)
    if (actor === null) return unauthenticated()
    const { teamId } = actor
    const mayStay = async () => (await authenticate(request))?.teamId === teamId
    const stream = eventStream({ ...liveStreams(), teamId, signal: request.signal, mayStay })
    return new Response(stream, {
      headers: {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-cache, no-transform',
        // Proxies such as nginx would otherwise collect the events before passing them on.
        'x-accel-buffering': 'no',
        // Lets the server stop at once: a connection kept alive would hold it.
        connection: 'close',
      },
    })
  })
}
