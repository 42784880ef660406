'use client'

import { type Connect, createLiveStream } from './live-stream'

const connectToServer: Connect = (handlers) => {
  const source = new EventSource('/api/events')
  source.onopen = () => handlers.opened()
  source.onmessage = ({ data }) => handlers.received(String(data))
  // The server's own connection to the database broke, or this one is new: something may have been missed.
  source.addEventListener('resync', () => handlers.missed())
  // A connection that broke is opened again by the browser; one that was refused (503, signed out) is not.
  source.onerror = () => handlers.failed(source.readyState === EventSource.CLOSED)
  return source
}

/** The page's one stream of changes. Nothing connects before something subscribes, in the browser. */
export const pageStream = createLiveStream(connectToServer)
