import type { NextRequest } from 'next/server'
import { answerRequest } from '@/app/api/answer-request'
import { diskIsFull } from '@/app/disk-full'
import { healthDatabase, services } from '@/app/services'
import { getHealth, type Health } from '@/lib/queries/get-health'
import { TROUBLE_TITLES } from '@/lib/refusals/trouble-words'

export const dynamic = 'force-dynamic'

/** How soon to come again while something is wrong, in seconds. */
const RETRY_AFTER_S = 5

/** Asked by many at once (pages do, while the database is away), it is looked for once. */
let looking: Promise<Health> | null = null

/**
 * For load balancers and people on call, without signing in. 503 whenever deployments would not start on
 * time: the database is in trouble, or no worker has been seen for 15 s.
 */
export async function GET(request: NextRequest): Promise<Response> {
  return answerRequest(request, async () => {
    looking ??= look().finally(() => {
      looking = null
    })
    const health = await looking
    const body = {
      status: health.status,
      detail: inWords(health),
      database: health.database,
      worker: { alive: health.worker.alive, last_seen_at: health.worker.lastSeenAt },
      oldest_overdue_ms: health.oldestOverdueMs,
    }
    if (health.status === 'ok') return Response.json(body)
    return Response.json(body, { status: 503, headers: { 'retry-after': String(RETRY_AFTER_S) } })
  })
}

async function look(): Promise<Health> {
  const health = await getHealth({ database: services().database, ownDatabase: healthDatabase() })
  return health.database === 'ok' && diskIsFull() ? { ...health, status: 'down', database: 'full' } : health
}

function inWords({ database, worker }: Health): string {
  if (database !== 'ok') return `${TROUBLE_TITLES[database]}.`
  return worker.alive ? 'All is well.' : 'No worker is alive: nothing starts until one is.'
}
