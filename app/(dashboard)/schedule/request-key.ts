/**
 * A key for one intent: sent again with the same key, a request makes nothing twice. Not
 * `crypto.randomUUID`, which browsers have only on https and localhost.
 */
export function newRequestKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
