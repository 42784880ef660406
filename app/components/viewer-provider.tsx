'use client'

import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import {
  detectViewer,
  UNKNOWN_VIEWER,
  VIEWER_COOKIE,
  type Viewer,
  writeViewer,
} from '@/app/components/viewer'

const YEAR_SECONDS = 365 * 24 * 60 * 60

interface Rendering {
  viewer: Viewer
  /** When the server rendered the page, so that the browser's first rendering says the same. */
  renderedAtMs: number
}

const RenderingContext = createContext<Rendering>({ viewer: UNKNOWN_VIEWER, renderedAtMs: 0 })

export interface ViewerProviderProps {
  /** From the cookie. */
  viewer: Viewer
  renderedAtMs: number
  children: ReactNode
}

/**
 * Gives every time on the page the viewer's zone and clock. The server only knows them from a cookie:
 * the first page of a new browser is rendered for UTC and corrected as soon as it is there.
 */
export function ViewerProvider({ viewer: told, renderedAtMs, children }: ViewerProviderProps) {
  const [viewer, setViewer] = useState(told)
  const known = writeViewer(told)
  useEffect(() => {
    const detected = detectViewer()
    const text = writeViewer(detected)
    if (text === known) return
    setViewer(detected)
    // biome-ignore lint/suspicious/noDocumentCookie: CookieStore is missing in Firefox before 140 and on plain http.
    document.cookie = `${VIEWER_COOKIE}=${text}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`
  }, [known])
  return <RenderingContext value={{ viewer, renderedAtMs }}>{children}</RenderingContext>
}

/** The viewer's time zone and clock. */
export function useViewer(): Viewer {
  return useContext(RenderingContext).viewer
}

/** When the server rendered the page, in epoch milliseconds. Only for a first rendering. */
export function useRenderedAt(): number {
  return useContext(RenderingContext).renderedAtMs
}
