import type { DatabaseUnavailable } from '@/lib/postgres/errors'
import { TROUBLE_TITLES } from '@/lib/refusals/trouble-words'
import { problem } from './problem'

/** How soon to come again while the database can't do it, in seconds. */
const RETRY_AFTER_S = 5

/** Refusals that have to do with HTTP alone; those of use cases are worded in `lib/refusal-words.ts`. */
export function noSuchAddress(): Response {
  const detail = 'There is nothing at this address. /api/openapi.json lists what there is.'
  return problem({ code: 'not_found', status: 404, title: 'Not found', detail, errors: [], extra: {} })
}

export function methodNotAllowed(allowed: readonly string[]): Response {
  const allow = allowed.join(', ')
  return problem(
    {
      ...{ code: 'method_not_allowed', status: 405, title: 'Method not allowed' },
      ...{ detail: `This address understands ${allow}.`, errors: [], extra: {} },
    },
    { allow },
  )
}

export function unauthenticated(): Response {
  return problem(
    {
      ...{ code: 'unauthenticated', status: 401, title: 'Not signed in' },
      detail:
        'Send an API token that is valid, as “Authorization: Bearer <token>”. Make one on the tokens page.',
      ...{ errors: [], extra: {} },
    },
    { 'www-authenticate': 'Bearer realm="Shipclock"' },
  )
}

export function tooManyRequests(waitMs: number): Response {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000))
  return problem(
    {
      ...{ code: 'too_many_requests', status: 429, title: 'Too many requests' },
      ...{
        detail: `Come again in ${seconds} s, and less often.`,
        errors: [],
        extra: { retry_after: seconds },
      },
    },
    { 'retry-after': String(seconds) },
  )
}

/**
 * The database can't do it now. `outcome` is `unknown` where the connection broke during the commit, else
 * `nothing_changed`.
 */
export function databaseUnavailable({ trouble, mayBeDone }: DatabaseUnavailable): Response {
  const again = `Send the same request again in ${RETRY_AFTER_S} s, a POST with the same Idempotency-Key.`
  return problem(
    {
      ...{ code: 'unavailable', status: 503, title: TROUBLE_TITLES[trouble], errors: [] },
      detail: mayBeDone
        ? `The connection broke while this was being saved: it may have been carried out, or not. ${again} It is then carried out once; without a key, look first.`
        : `Nothing was changed. ${again}`,
      extra: { outcome: mayBeDone ? 'unknown' : 'nothing_changed', retry_after: RETRY_AFTER_S },
    },
    { 'retry-after': String(RETRY_AFTER_S) },
  )
}

/** Says nothing of what went wrong: that is in the log, under the request's id. */
export function wentWrong(requestId: string): Response {
  return problem({
    ...{ code: 'internal', status: 500, title: 'Something went wrong in Shipclock' },
    detail: `It was logged as request ${requestId}.`,
    ...{ errors: [], extra: { request_id: requestId } },
  })
}
