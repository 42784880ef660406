import type { NextRequest } from 'next/server'
import NextAuth from 'next-auth'
import { authOptions } from '@/app/auth-options'

interface Context {
  params: Promise<{ nextauth: string[] }>
}

/** next-auth's own routes: sign-in, its callbacks, sign-out. */
async function handle(request: NextRequest, context: Context): Promise<Response> {
  return NextAuth(request, context, authOptions())
}

export { handle as GET, handle as POST }
