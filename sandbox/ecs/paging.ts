import { AwsError } from './aws-error.ts'

/**
 * One page of a list. The token is opaque to the client; it says where the next page begins.
 * `maxResults` outside 1 to `most` is refused, as ECS refuses it.
 */
export function page<T>(
  all: readonly T[],
  request: { nextToken?: string | undefined; maxResults?: number | undefined },
  most: number,
): { items: T[]; nextToken?: string } {
  const size = request.maxResults ?? most
  if (!Number.isInteger(size) || size < 1 || size > most) {
    throw new AwsError('InvalidParameterException', `maxResults must be between 1 and ${most}.`)
  }
  const start = request.nextToken === undefined ? 0 : startOf(request.nextToken)
  const items = all.slice(start, start + size)
  const end = start + items.length
  return end < all.length ? { items, nextToken: tokenFor(end) } : { items }
}

function tokenFor(start: number): string {
  return Buffer.from(`from:${start}`).toString('base64url')
}

function startOf(token: string): number {
  const text = Buffer.from(token, 'base64url').toString()
  const start = Number(text.slice('from:'.length))
  if (!text.startsWith('from:') || !Number.isInteger(start) || start < 0) {
    throw new AwsError('InvalidParameterException', 'Invalid token')
  }
  return start
}
