import { z } from 'zod'
import type { DatabaseTrouble } from '@/lib/postgres/errors'

/** Knows, for the whole page, whether Shipclock can work with its database. */
export interface DatabaseWatch {
  /** Something went wrong that trouble with the database would explain: asks, and goes on until there is none. */
  suspect(): void
  /** Null: none that is known of. */
  trouble(): DatabaseTrouble | null
  /** Told of each change. */
  subscribe(listener: () => void): () => void
}

const ASK_AGAIN_MS = 2_000

/** @param ask answers null when Shipclock itself can't be reached: then nobody knows. */
export function createDatabaseWatch(ask: () => Promise<DatabaseTrouble | 'ok' | null>): DatabaseWatch {
  const listeners = new Set<() => void>()
  let trouble: DatabaseTrouble | null = null
  let isAsking = false

  function become(next: DatabaseTrouble | null) {
    if (trouble === next) return
    trouble = next
    for (const listener of [...listeners]) listener()
  }
  async function askUntilFine() {
    const answer = await ask()
    if (answer !== null) become(answer === 'ok' ? null : answer)
    if (answer === 'ok') isAsking = false
    else setTimeout(() => void askUntilFine(), ASK_AGAIN_MS)
  }

  return {
    suspect() {
      if (isAsking) return
      isAsking = true
      void askUntilFine()
    },
    trouble: () => trouble,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

const TIMEOUT_MS = 6_000

const healthAnswer = z.object({ database: z.enum(['ok', 'away', 'read_only', 'busy', 'full']) })

async function askServer(): Promise<DatabaseTrouble | 'ok' | null> {
  try {
    const answer = await fetch('/api/health', { cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT_MS) })
    return healthAnswer.parse(await answer.json()).database
  } catch {
    // No connection, a server that is being replaced, or a proxy's own page in its place.
    return null
  }
}

/** The page's one watch. It asks nothing before there is a suspicion. */
export const databaseWatch = createDatabaseWatch(askServer)
