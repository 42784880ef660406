'use client'

import { Button, Text } from '@mantine/core'
import { IconAlertTriangle, IconDatabaseOff } from '@tabler/icons-react'
import { useEffect, useTransition } from 'react'
import { databaseWatch } from '@/app/components/database-watch'
import { EmptyState } from '@/app/components/empty-state'
import { useDatabaseTrouble } from '@/app/components/use-database-trouble'
import type { DatabaseTrouble } from '@/lib/postgres/errors'
import { TROUBLE_TITLES } from '@/lib/refusals/trouble-words'

const RETRY_MS = 5000

/** What Next hands to an error page. */
export interface FailureProps {
  /** Of a server component it carries a digest, by which the server's log has it. */
  error: unknown
  /** Asks the server again. */
  retry: () => void
  /** What was known to be the matter when the page was made. */
  knownTrouble?: DatabaseTrouble
}

/**
 * Stands for a page that could not be made, most often because the database is away. Tries again by
 * itself: whoever left the page open finds it working.
 */
export function Failure({ error, retry, knownTrouble }: FailureProps) {
  const [isPending, startTransition] = useTransition()
  const trouble = useDatabaseTrouble() ?? knownTrouble ?? null
  useEffect(() => {
    databaseWatch.suspect()
    const again = () => {
      databaseWatch.suspect()
      startTransition(retry)
    }
    const timer = setInterval(again, RETRY_MS)
    const unsubscribe = databaseWatch.subscribe(() => {
      if (databaseWatch.trouble() === null) startTransition(retry)
    })
    return () => {
      clearInterval(timer)
      unsubscribe()
    }
  }, [retry])
  const digest = digestOf(error)
  return (
    <>
      {/* Where even the page's own title could not be made. */}
      <title>Not available · Shipclock</title>
      <EmptyState
        isPage
        icon={trouble === null ? <IconAlertTriangle size={22} /> : <IconDatabaseOff size={22} />}
        title={trouble === null ? 'This page can’t be shown right now' : TROUBLE_TITLES[trouble]}
        action={
          <Button onClick={() => startTransition(retry)} loading={isPending}>
            Try again
          </Button>
        }
      >
        <Text role="alert" size="sm">
          {explain(trouble)} This page tries again by itself every few seconds.
        </Text>
        {digest ? (
          <Text size="xs" mt="xs">
            In the server’s log this is {digest}.
          </Text>
        ) : null}
      </EmptyState>
    </>
  )
}

function explain(trouble: DatabaseTrouble | null): string {
  return trouble === null
    ? 'Something went wrong in the web server. What is scheduled is not affected.'
    : 'Until that is over nothing can be shown or changed. What is scheduled is not lost: it starts when the database is back, or is listed as missed.'
}

function digestOf(error: unknown): string | null {
  const digest = error instanceof Error ? Reflect.get(error, 'digest') : undefined
  return typeof digest === 'string' ? digest : null
}
