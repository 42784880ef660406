import type { NextRequest } from 'next/server'
import { answerRequest } from '@/app/api/answer-request'
import { dispatch } from '@/app/api/dispatch'
import { MANIFEST } from '@/app/api/manifest'

interface Context {
  params: Promise<{ path: string[] }>
}

/** Every address of the API: which there are is written in the manifest and nowhere else. */
async function handle(request: NextRequest, { params }: Context): Promise<Response> {
  const { path } = await params
  return answerRequest(request, (requestId) => dispatch(MANIFEST, request, { path, requestId }))
}

export { handle as DELETE, handle as GET, handle as PATCH, handle as POST, handle as PUT }
