'use client'

import { VisuallyHidden } from '@mantine/core'
import { IconArrowNarrowRight, IconLink } from '@tabler/icons-react'
import Link from 'next/link'
import classes from '@/app/(dashboard)/deployments/deployment-list.module.css'
import { revertState } from '@/app/(dashboard)/deployments/revert-state'
import { chainWords, progressWords, whatWords } from '@/app/(dashboard)/deployments/row-words'
import { Instant } from '@/app/components/instant'
import { RelativeTime } from '@/app/components/relative-time'
import { StatusBadge } from '@/app/components/status-badge'
import { useViewer } from '@/app/components/viewer-provider'
import { type DeploymentStatus, isPending } from '@/lib/domain/deployment-status'
import { placeName } from '@/lib/domain/time-zones'
import { formatClock } from '@/lib/domain/zone-format'
import type { DeploymentSummary } from '@/lib/queries/deployment-views'

export interface DeploymentRowProps {
  deployment: DeploymentSummary
  /** Names of what it waits for. */
  waitsFor: readonly string[]
  /** Whose clocks the due time is shown by. */
  timezone: string
}

/** States whose reason says no more than the row does. */
const SELF_EVIDENT: DeploymentStatus[] = ['scheduled', 'running', 'succeeded']

/** One deployment in the list. The whole row leads to its page. */
export function DeploymentRow({ deployment, waitsFor, timezone }: DeploymentRowProps) {
  const { application, environment, image, status, reason, note } = deployment
  const chain = chainWords(waitsFor)
  const revert = revertState(deployment)
  return (
    <li className={classes.row} data-status={status}>
      <div className={classes.when}>
        <WhenCell deployment={deployment} timezone={timezone} />
      </div>
      <div className={classes.what}>
        <Link href={`/deployments/${deployment.id}`} className={classes.target}>
          {application.name}
          <VisuallyHidden> in </VisuallyHidden>
          <IconArrowNarrowRight size={16} stroke={1.75} aria-hidden className={classes.arrow} />
          <span className={classes.environment}>{environment.name}</span>
        </Link>
        <div className={classes.details}>
          <code title={image ?? undefined}>{whatWords(deployment)}</code>
          {chain && (
            <span className={classes.chain}>
              <IconLink size={13} stroke={1.75} aria-hidden />
              {chain}
            </span>
          )}
          {note && <span className={classes.note}>{note}</span>}
        </div>
      </div>
      <div className={classes.state}>
        <StatusBadge status={status} />
        {revert.kind === 'to_confirm' && (
          <span className={classes.reason}>
            To be confirmed; reverts <RelativeTime at={revert.at} />
          </span>
        )}
        {!SELF_EVIDENT.includes(status) && <span className={classes.reason}>{reason}</span>}
      </div>
    </li>
  )
}

/** When; also in the zone it was planned in where clocks show something else there. */
function WhenCell({ deployment, timezone }: { deployment: DeploymentSummary; timezone: string }) {
  const viewer = useViewer()
  const { dueAt, status } = deployment
  const progress = progressWords(deployment)
  const planned = formatClock(dueAt, deployment.timezone, viewer)
  const isElsewhere = planned !== formatClock(dueAt, timezone, viewer)
  return (
    <>
      <span className={classes.clock}>
        <Instant at={dueAt} timezone={timezone} shape="clock" />
        {isElsewhere && (
          <span className={classes.elsewhere}>
            {planned} in {placeName(deployment.timezone)}
          </span>
        )}
      </span>
      <span className={classes.relative}>
        {progress ?? (isPending(status) ? <RelativeTime at={dueAt} /> : null)}
      </span>
    </>
  )
}
