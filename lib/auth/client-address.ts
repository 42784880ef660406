/**
 * Where a request came from. The last address of `X-Forwarded-For` is the one that the nearest proxy
 * saw (Next's own server, when there is none, puts the connection's there); those before it are only
 * what somebody claims. Null when it is not known.
 */
export function clientAddress(headers: Record<string, unknown> | undefined): string | null {
  const forwarded = headers?.['x-forwarded-for']
  if (typeof forwarded !== 'string') return null
  return forwarded.split(',').at(-1)?.trim() || null
}
