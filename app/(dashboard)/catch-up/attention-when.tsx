'use client'

import classes from '@/app/(dashboard)/catch-up/catch-up.module.css'
import { Instant } from '@/app/components/instant'
import { RelativeTime } from '@/app/components/relative-time'
import { useViewer } from '@/app/components/viewer-provider'
import { placeName } from '@/lib/domain/time-zones'
import { formatClock, formatWall } from '@/lib/domain/zone-format'
import type { DeploymentSummary } from '@/lib/queries/deployment-views'

/** When it was due; also in the zone it was planned in where clocks show something else there. */
export function AttentionWhen({ deployment: { dueAt, timezone } }: { deployment: DeploymentSummary }) {
  const viewer = useViewer()
  const planned = formatClock(dueAt, timezone, viewer)
  const isElsewhere = planned !== formatClock(dueAt, viewer.timezone, viewer)
  return (
    <div className={classes.when}>
      <span className={classes.clock}>
        {formatWall(dueAt, viewer.timezone, 'EEE d MMM')}, <Instant at={dueAt} shape="clock" />
      </span>
      {isElsewhere && (
        <span className={classes.aside}>
          {planned} in {placeName(timezone)}
        </span>
      )}
      <span className={classes.aside}>
        due <RelativeTime at={dueAt} />
      </span>
    </div>
  )
}
