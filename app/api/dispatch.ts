import { createHash } from 'node:crypto'
import type { NextRequest } from 'next/server'
import { services } from '@/app/services'
import type { Actor } from '@/lib/domain/actor'
import { may } from '@/lib/domain/permissions'
import { accept, type Result, refuse } from '@/lib/domain/result'
import { log } from '@/lib/log'
import { refusalWords } from '@/lib/refusal-words'
import type { RefusalWords } from '@/lib/refusals/words'
import { type Answer, answerOnce } from '@/lib/use-cases/answer-once'
import { authenticate } from './authenticate'
import type { Carry, Endpoint } from './endpoint'
import { methodNotAllowed, noSuchAddress, tooManyRequests, unauthenticated } from './http-refusals'
import { keyedRequest } from './idempotency'
import { type Match, matchEndpoints } from './match-endpoint'
import { problem } from './problem'
import { readBody } from './read-body'
import { readQuery } from './read-query'
import { requestLimit } from './request-limit'

type Sent = Answer & { repeated: boolean }

/**
 * Answers a request to the API by the endpoint that the manifest has for it. What is wrong is told in
 * this order: the address, how often they ask, who asks, what they may, what they sent.
 */
export async function dispatch(
  endpoints: readonly Endpoint[],
  request: NextRequest,
  { path, requestId }: { path: readonly string[]; requestId: string },
): Promise<Response> {
  const matches = matchEndpoints(endpoints, path)
  if (matches.length === 0) return noSuchAddress()
  // HEAD is GET without the body, which Next leaves away.
  const method = request.method === 'HEAD' ? 'GET' : request.method
  const match = matches.find(({ endpoint }) => endpoint.method === method)
  if (match === undefined) return methodNotAllowed(matches.map(({ endpoint }) => endpoint.method))

  const waitMs = requestLimit.take(callerOf(request), performance.now())
  if (waitMs > 0) return tooManyRequests(waitMs)
  const actor = await authenticate(request)
  if (actor === null) return unauthenticated()
  const { permission } = match.endpoint
  if (!may(actor.role, permission)) {
    return problem(refusalWords({ kind: 'forbidden', permission, role: actor.role }))
  }
  const result = await carryOut(match, request, actor)
  if (!result.ok) return problem(result.refusal)
  if (method !== 'GET')
    log.info(
      { requestId, method, path: request.nextUrl.pathname, userId: actor.userId },
      'request.carried_out',
    )
  return success(match.endpoint, result.value)
}

async function carryOut(
  { endpoint, params }: Match,
  request: NextRequest,
  actor: Actor,
): Promise<Result<Sent, RefusalWords>> {
  const query = readQuery(request.nextUrl.searchParams)
  if (!query.ok) return query
  const body = await readBody(request)
  if (!body.ok) return body
  const key = keyedRequest(request, body.value)
  if (!key.ok) return key
  const carry = endpoint.prepare({ params, query: query.value, body: body.value })
  if (!carry.ok) return carry
  const work = answering(endpoint, carry.value, actor)
  if (endpoint.method === 'GET') {
    const read = await work(services())
    return read.ok ? accept({ ...read.value, repeated: false }) : read
  }
  const written = await answerOnce(services(), actor, key.value, work)
  if (written.ok) return written
  return refuse('kind' in written.refusal ? refusalWords(written.refusal) : written.refusal)
}

function answering({ status, secret }: Endpoint, carry: Carry, actor: Actor) {
  return async (given: Parameters<Carry>[0]): Promise<Result<Answer, RefusalWords>> => {
    const result = await carry(given, actor)
    if (!result.ok) return result
    const body = result.value
    return accept({ status, body, ...(secret !== undefined && { kept: withoutSecret(body, secret) }) })
  }
}

function withoutSecret(body: unknown, secret: string): unknown {
  const result: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'result') : null
  return { result: { ...(typeof result === 'object' && result), [secret]: null } }
}

function success({ path }: Endpoint, { status, body, repeated }: Sent): Response {
  const id = status === 201 ? idIn(body) : null
  return Response.json(body, {
    status,
    headers: {
      ...(id !== null && { location: `/api/v1${path}/${id}` }),
      ...(repeated && { 'idempotent-replayed': 'true' }),
    },
  })
}

function idIn(body: unknown): string | null {
  const result: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'result') : null
  const id: unknown = typeof result === 'object' && result !== null ? Reflect.get(result, 'id') : null
  return typeof id === 'string' ? id : null
}

/**
 * Each token and each session by itself: a pipeline that runs wild does not stop another. Known before
 * the database is asked whose it is, because sparing the database is what the limit is for.
 */
function callerOf(request: NextRequest): string {
  const credential = request.headers.get('authorization') ?? request.headers.get('cookie') ?? ''
  return createHash('sha256').update(credential).digest('base64')
}
