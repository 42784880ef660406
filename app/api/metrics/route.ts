import { createHash, timingSafeEqual } from 'node:crypto'
import type { NextRequest } from 'next/server'
import { answerRequest } from '@/app/api/answer-request'
import { authenticate } from '@/app/api/authenticate'
import { unauthenticated } from '@/app/api/http-refusals'
import { problem } from '@/app/api/problem'
import { services, webEnvironment } from '@/app/services'
import { may } from '@/lib/domain/permissions'
import { getMetrics } from '@/lib/queries/get-metrics'
import { refusalWords } from '@/lib/refusal-words'

export const dynamic = 'force-dynamic'

/**
 * For Prometheus. Open in the demo, which only this machine reaches; elsewhere for whoever has the
 * SHIPCLOCK_METRICS_TOKEN, and for admins. The numbers are over all teams and name none.
 */
export async function GET(request: NextRequest): Promise<Response> {
  return answerRequest(request, async () => {
    const refused = webEnvironment().demo || hasMetricsToken(request) ? null : await refusalOf(request)
    if (refused !== null) return refused
    const text = await getMetrics(services())
    return new Response(text, { headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' } })
  })
}

function hasMetricsToken(request: NextRequest): boolean {
  const { metricsToken } = webEnvironment()
  if (metricsToken === null) return false
  const sent = request.headers.get('authorization') ?? ''
  return timingSafeEqual(digest(sent), digest(`Bearer ${metricsToken}`))
}

/** Equally long, so that they can be compared in constant time. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

async function refusalOf(request: NextRequest): Promise<Response | null> {
  const actor = await authenticate(request)
  if (actor === null) return unauthenticated()
  const permission = 'administer'
  return may(actor.role, permission)
    ? null
    : problem(refusalWords({ kind: 'forbidden', permission, role: actor.role }))
}
