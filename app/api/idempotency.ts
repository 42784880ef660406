import { createHash } from 'node:crypto'
import { accept, type Result, refuse } from '@/lib/domain/result'
import { invalidRequest, type RefusalWords } from '@/lib/refusals/words'
import type { KeyedRequest } from '@/lib/use-cases/answer-once'

const HEADER = 'idempotency-key'
/** Printable ASCII: a UUID, or whatever the client numbers its intents with. */
const KEY = /^[\x20-\x7e]{1,255}$/

/**
 * What makes a POST repeatable; null without the header. Two requests are the same when method, path,
 * query and the JSON value of the body are.
 */
export function keyedRequest(request: Request, body: unknown): Result<KeyedRequest | null, RefusalWords> {
  const key = request.headers.get(HEADER)
  if (request.method !== 'POST' || key === null) return accept(null)
  if (!KEY.test(key)) {
    const message = 'A key has 1 to 255 printable ASCII characters.'
    return refuse(invalidRequest(message, [{ path: 'Idempotency-Key', message }]))
  }
  const { pathname, search } = new URL(request.url)
  const parts = [request.method, withoutPrefix(pathname), search, body ?? null]
  return accept({ key, hash: createHash('sha256').update(JSON.stringify(parts)).digest('hex') })
}

/** `/v1/…` and `/api/v1/…` are the same. */
function withoutPrefix(pathname: string): string {
  return pathname.replace(/^\/api/, '')
}
