import { IconPlugConnectedX } from '@tabler/icons-react'
import classes from '@/app/(dashboard)/catch-up/catch-up.module.css'
import { Instant } from '@/app/components/instant'
import { RelativeTime } from '@/app/components/relative-time'
import tones from '@/app/components/tone.module.css'

/** Says that the outage is not over. */
export function WorkerNote({ lastSeenAt }: { lastSeenAt: Date | null }) {
  return (
    <div role="status" className={`${tones.tone} ${classes.worker}`} data-tone="attention">
      <IconPlugConnectedX size={20} stroke={1.75} aria-hidden className={classes.workerIcon} />
      <div>
        <b>No worker is running.</b>{' '}
        {lastSeenAt === null ? (
          'None has ever been seen.'
        ) : (
          <>
            The last one was seen <RelativeTime at={lastSeenAt} />, at <Instant at={lastSeenAt} />.
          </>
        )}{' '}
        Until one runs again nothing starts, also nothing that you run now.
      </div>
    </div>
  )
}
