import { type NextRequest, NextResponse } from 'next/server'

/**
 * Tells pages their own address, for `app/session.ts` to come back to it after signing in.
 * Decides nothing: who may see a page is judged where its rows are read.
 */
export function proxy(request: NextRequest): NextResponse {
  const headers = new Headers(request.headers)
  headers.set('x-shipclock-path', `${request.nextUrl.pathname}${request.nextUrl.search}`)
  return NextResponse.next({ request: { headers } })
}

export const config = { matcher: '/((?!api|v1|_next|.*\\.svg$).*)' }
