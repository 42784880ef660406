import { type NextRequest, NextResponse } from 'next/server'

const isDevelopment = process.env.NODE_ENV === 'development'

/**
 * Lets only those scripts run that this answer was made with. Decides nothing else: who may see a page
 * is judged where its rows are read.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = crypto.randomUUID()
  const policy = contentSecurityPolicy(nonce)
  const headers = new Headers(request.headers)
  // Next gives the nonce that it finds in the request's policy to its own scripts.
  headers.set('content-security-policy', policy)
  headers.set('x-nonce', nonce)
  // For `app/session.ts`, to come back to this page after signing in.
  headers.set('x-shipclock-path', `${request.nextUrl.pathname}${request.nextUrl.search}`)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  return response
}

export const config = { matcher: '/((?!api|v1|_next|.*\\.svg$).*)' }

/** Styles may stand inline: Mantine sets widths and colours of single elements that way. */
function contentSecurityPolicy(nonce: string): string {
  // In development React evaluates code, to show where an error of the server comes from.
  const evaluation = isDevelopment ? " 'unsafe-eval'" : ''
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${evaluation}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}
