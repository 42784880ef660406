'use client'

import { type LiveRefreshOptions, useLiveRefresh } from './use-live-refresh'

/** `useLiveRefresh` for a page that is all server components. */
export function LiveRefresh(options: LiveRefreshOptions) {
  useLiveRefresh(options)
  return null
}
