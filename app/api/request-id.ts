import { randomUUID } from 'node:crypto'

const SANE = /^[\w.-]{8,64}$/

/** The id under which a request is logged: the one that a proxy before us gave it, or a new one. */
export function requestIdOf(request: Request): string {
  const given = request.headers.get('x-request-id')
  return given !== null && SANE.test(given) ? given : randomUUID()
}
