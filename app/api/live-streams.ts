import { webEnvironment } from '@/app/services'
import { type ChangeFeed, openChangeFeed } from '@/lib/change-feed'
import { log } from '@/lib/log'

interface LiveStreams {
  feed: ChangeFeed
  /** How to end each stream that is open. */
  open: Set<() => void>
}

// Next loads a module once per bundle; there is one connection and one set of streams per process.
const kept: typeof globalThis & { shipclockLiveStreams?: LiveStreams } = globalThis

/**
 * The streams that this process has open, and what feeds them. All end at once when the process is to stop:
 * the web server waits for open answers, and these would never end by themselves.
 */
export function liveStreams(): LiveStreams {
  kept.shipclockLiveStreams ??= start()
  return kept.shipclockLiveStreams
}

function start(): LiveStreams {
  const feed = openChangeFeed({ databaseUrl: webEnvironment().databaseUrl, log })
  const open = new Set<() => void>()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      for (const end of open) end()
      void feed.close()
    })
  }
  return { feed, open }
}
