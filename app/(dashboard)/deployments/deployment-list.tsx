'use client'

import { calendarDay, groupByDay } from '@/app/(dashboard)/deployments/day-groups'
import classes from '@/app/(dashboard)/deployments/deployment-list.module.css'
import { DeploymentRow } from '@/app/(dashboard)/deployments/deployment-row'
import { useNow } from '@/app/components/use-now'
import { useViewer } from '@/app/components/viewer-provider'
import type { DeploymentSummary } from '@/lib/queries/deployment-views'

export interface DeploymentListProps {
  running: DeploymentSummary[]
  items: DeploymentSummary[]
  /** Names of what each waits for, by its id. */
  waitsFor: ReadonlyMap<string, readonly string[]>
  /** The viewer's own where it is left out. */
  timezone?: string
}

/** Deployments by day; what runs now comes first. */
export function DeploymentList({ running, items, waitsFor, ...props }: DeploymentListProps) {
  const viewer = useViewer()
  const timezone = props.timezone ?? viewer.timezone
  const today = useNow((nowMs) => calendarDay(new Date(nowMs), timezone))
  const groups = groupByDay(items, ({ dueAt }) => dueAt, timezone, today)
  return (
    <div className={classes.groups}>
      {running.length > 0 && (
        <Group key="running" title="Running now" items={running} waitsFor={waitsFor} timezone={timezone} />
      )}
      {groups.map(({ day, title, items: ofDay }) => (
        <Group key={day} title={title} items={ofDay} waitsFor={waitsFor} timezone={timezone} />
      ))}
    </div>
  )
}

interface GroupProps {
  title: string
  items: DeploymentSummary[]
  waitsFor: DeploymentListProps['waitsFor']
  timezone: string
}

function Group({ title, items, waitsFor, timezone }: GroupProps) {
  return (
    <section aria-label={title}>
      <h2 className={classes.day}>{title}</h2>
      <ul className={classes.rows}>
        {items.map((deployment) => (
          <DeploymentRow
            key={deployment.id}
            deployment={deployment}
            waitsFor={waitsFor.get(deployment.id) ?? []}
            timezone={timezone}
          />
        ))}
      </ul>
    </section>
  )
}
