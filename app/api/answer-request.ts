import { noteTrouble } from '@/app/disk-full'
import { log } from '@/lib/log'
import { DatabaseUnavailable } from '@/lib/postgres/errors'
import { databaseUnavailable, wentWrong } from './http-refusals'
import { requestIdOf } from './request-id'

/**
 * What every route of the API has in common: an answer even to a surprise, which tells nothing of the
 * inside, an id that the log has too, and no copy in any cache.
 */
export async function answerRequest(
  request: Request,
  answer: (requestId: string) => Promise<Response>,
): Promise<Response> {
  const requestId = requestIdOf(request)
  const response = await answer(requestId).catch((error: unknown) => surprise(request, requestId, error))
  response.headers.set('x-request-id', requestId)
  if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store')
  return response
}

function surprise(request: Request, requestId: string, error: unknown): Response {
  const facts = { requestId, method: request.method, path: new URL(request.url).pathname, error }
  if (error instanceof DatabaseUnavailable) {
    log.warn(facts, 'request.failed')
    noteTrouble(error.trouble)
    return databaseUnavailable(error)
  }
  log.error(facts, 'request.failed')
  return wentWrong(requestId)
}
