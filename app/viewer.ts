import { cookies } from 'next/headers'
import { cache } from 'react'
import { parseViewer, UNKNOWN_VIEWER, VIEWER_COOKIE, type Viewer } from '@/app/components/viewer'

/** How the person who asks for this page reads times, as their browser told on an earlier page. */
export const readViewer = cache(async (): Promise<Viewer> => {
  const cookie = (await cookies()).get(VIEWER_COOKIE)
  return parseViewer(cookie?.value ?? '') ?? UNKNOWN_VIEWER
})
