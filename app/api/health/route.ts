import type { NextRequest } from 'next/server'
import { answerRequest } from '@/app/api/answer-request'
import { services } from '@/app/services'
import { getHealth } from '@/lib/queries/get-health'

export const dynamic = 'force-dynamic'

/**
 * For load balancers and people on call, without signing in. 503 whenever deployments would not start on
 * time: the database is away, or no worker has been seen for 15 s.
 */
export async function GET(request: NextRequest): Promise<Response> {
  return answerRequest(request, async () => {
    const { status, database, worker, oldestOverdueMs } = await getHealth(services())
    const body = {
      status,
      database,
      worker: { alive: worker.alive, last_seen_at: worker.lastSeenAt },
      oldest_overdue_ms: oldestOverdueMs,
    }
    return Response.json(body, { status: status === 'ok' ? 200 : 503 })
  })
}
