'use client'

import { databaseWatch } from '@/app/components/database-watch'
import { type Connect, createLiveStream } from './live-stream'

const connectToServer: Connect = (handlers) => {
  const source = new EventSource('/api/events')
  source.onopen = () => handlers.opened()
  source.onmessage = ({ data }) => handlers.received(String(data))
  // The server's own connection to the database broke, or this one is new: something may have been missed.
  source.addEventListener('resync', () => handlers.missed())
  source.addEventListener('trouble', () => databaseWatch.suspect())
  source.onerror = () => {
    databaseWatch.suspect()
    // A connection that broke is opened again by the browser; one that was refused (503, signed out) is not.
    handlers.failed(source.readyState === EventSource.CLOSED)
  }
  return source
}

/** The page's one stream of changes. Nothing connects before something subscribes, in the browser. */
export const pageStream = createLiveStream(connectToServer)

databaseWatch.subscribe(() => {
  if (databaseWatch.trouble() === null) pageStream.connectNow()
})
