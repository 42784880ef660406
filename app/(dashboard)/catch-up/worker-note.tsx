import { Alert } from '@mantine/core'
import { IconPlugConnectedX } from '@tabler/icons-react'
import classes from '@/app/(dashboard)/catch-up/catch-up.module.css'
import { Instant } from '@/app/components/instant'
import { RelativeTime } from '@/app/components/relative-time'

/** Says that the outage is not over. */
export function WorkerNote({ lastSeenAt }: { lastSeenAt: Date | null }) {
  return (
    <Alert
      color="yellow"
      icon={<IconPlugConnectedX aria-hidden />}
      title="No worker is running"
      className={classes.note}
    >
      {lastSeenAt === null ? (
        'None has ever been seen.'
      ) : (
        <>
          The last one was seen <RelativeTime at={lastSeenAt} />, at <Instant at={lastSeenAt} />.
        </>
      )}{' '}
      Until one runs again nothing starts, also nothing that you run now.
    </Alert>
  )
}
