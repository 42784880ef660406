'use client'

import { Button, Text } from '@mantine/core'
import { IconDatabaseOff } from '@tabler/icons-react'
import { useEffect, useTransition } from 'react'
import { EmptyState } from '@/app/components/empty-state'

const RETRY_MS = 5000

/** What Next hands to an error page. */
export interface FailureProps {
  /** Of a server component it carries a digest, by which the server's log has it. */
  error: unknown
  /** Asks the server again. */
  retry: () => void
}

/**
 * Stands for a page that could not be made, most often because the database is away. Tries again by
 * itself: whoever left the page open finds it working.
 */
export function Failure({ error, retry }: FailureProps) {
  const [isPending, startTransition] = useTransition()
  useEffect(() => {
    const timer = setInterval(() => startTransition(retry), RETRY_MS)
    return () => clearInterval(timer)
  }, [retry])
  const digest = digestOf(error)
  return (
    <>
      {/* Where even the page's own title could not be made. */}
      <title>Not available · Shipclock</title>
      <EmptyState
        isPage
        icon={<IconDatabaseOff size={22} />}
        title="This page can’t be shown right now"
        action={
          <Button onClick={() => startTransition(retry)} loading={isPending}>
            Try again
          </Button>
        }
      >
        <Text role="alert" size="sm">
          Most likely the database does not answer. What is scheduled is not lost: it starts when the database
          is back, or is listed as missed. This page tries again every few seconds.
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

function digestOf(error: unknown): string | null {
  const digest = error instanceof Error ? Reflect.get(error, 'digest') : undefined
  return typeof digest === 'string' ? digest : null
}
