import { z } from 'zod'
import type { PlannedNode } from '@/torture/plan/work'
import type { Attempt, Client } from './client'

const ANSWER_MS = 15_000

interface Deployment {
  id: string
  status: string
  due_at: string
  dependencies: Deployment[]
}
const deployment: z.ZodType<Deployment> = z.object({
  id: z.string(),
  status: z.string(),
  due_at: z.string(),
  get dependencies() {
    return z.array(deployment)
  },
})
const success = z.object({ result: deployment })
const problem = z.object({ code: z.string() })

/** A pipeline that uses the HTTP API as the documentation tells it to: a key for every POST. */
export function openHttpClient(origin: string, token: string): Client {
  const collection = `${origin}/api/v1/scheduled_deployments`
  const ask = async <Value>(
    method: string,
    url: string,
    request: { key?: string; body?: object },
    read: (result: Deployment) => Value,
  ): Promise<Attempt<Value>> => {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      ...(request.key !== undefined && { 'idempotency-key': request.key }),
    }
    const body = request.body === undefined ? null : JSON.stringify(request.body)
    try {
      const answer = await fetch(url, { method, headers, body, signal: AbortSignal.timeout(ANSWER_MS) })
      return await understand(answer, read)
    } catch {
      // Refused, reset, timed out, or cut off in the middle of the answer.
      return { kind: 'unavailable', mayHaveHappened: true, retryAfterMs: 200 }
    }
  }
  return {
    schedule: ({ root, key }, dueAt) =>
      ask(
        'POST',
        collection,
        { key, body: { ...bodyOf(root), at: dueAt.toISOString(), note: key } },
        (result) => ({
          ids: idsOf(result),
        }),
      ),
    cancel: (id, stopRunning) =>
      ask('DELETE', `${collection}/${id}${stopRunning ? '?stop_running=true' : ''}`, {}, ({ status }) => ({
        status,
      })),
    move: (id, dueAt) =>
      ask('PATCH', `${collection}/${id}`, { body: { at: dueAt.toISOString() } }, (result) => ({
        dueAt: new Date(result.due_at),
      })),
    runNow: (id) => ask('POST', `${collection}/${id}/run_now`, { key: `now-${id}` }, () => ({ id })),
  }
}

async function understand<Value>(
  answer: Response,
  read: (result: Deployment) => Value,
): Promise<Attempt<Value>> {
  if (answer.status === 429 || answer.status >= 500) {
    await answer.arrayBuffer()
    const retryAfterMs = Number(answer.headers.get('retry-after') ?? 1) * 1_000
    return { kind: 'unavailable', mayHaveHappened: answer.status >= 500, retryAfterMs }
  }
  const body: unknown = await answer.json()
  if (!answer.ok) return { kind: 'refused', code: problem.parse(body).code }
  return { kind: 'accepted', value: read(success.parse(body).result) }
}

function bodyOf(node: PlannedNode): object {
  return {
    app: node.service,
    environment: 'production',
    image: node.image,
    dependencies: node.dependencies.map((dependency) => ({ ...bodyOf(dependency), lead_minutes: 0 })),
  }
}

function idsOf(result: Deployment): string[] {
  return [result.id, ...result.dependencies.flatMap(idsOf)]
}
