import type { RefusalWords } from '@/lib/refusals/words'

/** Tells the caller what was refused and why, as RFC 9457 says. */
export function problem(words: RefusalWords, headers: Record<string, string> = {}): Response {
  const { code, status, title, detail, errors, extra } = words
  const body = { ...extra, type: `urn:shipclock:problem:${code}`, title, status, code, detail, errors }
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  })
}
