import type { NextRequest } from 'next/server'
import { answerRequest } from '@/app/api/answer-request'
import { describeApi } from '@/app/api/describe-api'
import { MANIFEST } from '@/app/api/manifest'
import { webEnvironment } from '@/app/services'

export const dynamic = 'force-dynamic'

/** The description of the API, for whoever wants to call it: nothing in it is secret. */
export async function GET(request: NextRequest): Promise<Response> {
  return answerRequest(request, async () =>
    Response.json(describeApi(MANIFEST, webEnvironment().publicUrl), {
      headers: { 'cache-control': 'public, max-age=300' },
    }),
  )
}
