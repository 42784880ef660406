import { z } from 'zod'
import type { PlannedNode } from '@/torture/plan/work'
import type { Attempt, Client } from './client'

const ANSWER_MS = 15_000

/** As far as it is read here; in a chain each has one dependency at the most. */
interface Deployment {
  id: string
  status: string
  due_at: string
  dependency: Deployment | null
}
const deployment: z.ZodType<Deployment> = z.object({
  id: z.string(),
  status: z.string(),
  due_at: z.string(),
  get dependency() {
    return deployment.nullable()
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
    const answer = await exchange(url, { method, headers, body })
    return answer === null
      ? { kind: 'unavailable', mayHaveHappened: true, retryAfterMs: 200 }
      : understand(answer, read)
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

interface WholeAnswer {
  status: number
  retryAfterMs: number
  text: string
}

/** Null: refused, reset, timed out, or cut off in the middle of the answer. */
async function exchange(url: string, request: RequestInit): Promise<WholeAnswer | null> {
  try {
    const answer = await fetch(url, { ...request, signal: AbortSignal.timeout(ANSWER_MS) })
    const retryAfterMs = Number(answer.headers.get('retry-after') ?? 1) * 1_000
    return { status: answer.status, retryAfterMs, text: await answer.text() }
  } catch {
    return null
  }
}

/** @throws when a whole answer is none that the documentation tells of. */
function understand<Value>(
  { status, retryAfterMs, text }: WholeAnswer,
  read: (result: Deployment) => Value,
): Attempt<Value> {
  if (status === 429 || status >= 500) {
    return { kind: 'unavailable', mayHaveHappened: status >= 500, retryAfterMs }
  }
  const body: unknown = JSON.parse(text)
  if (status >= 400) return { kind: 'refused', code: problem.parse(body).code }
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
  return [result.id, ...(result.dependency === null ? [] : idsOf(result.dependency))]
}
