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
}

/** Deployments by day, in the viewer's zone; what runs now comes first. */
export function DeploymentList({ running, items, waitsFor }: DeploymentListProps) {
  const { timezone } = useViewer()
  const today = useNow((nowMs) => calendarDay(new Date(nowMs), timezone))
  const groups = groupByDay(items, ({ dueAt }) => dueAt, timezone, today)
  return (
    <div className={classes.groups}>
      {running.length > 0 && <Group key="running" title="Running now" items={running} waitsFor={waitsFor} />}
      {groups.map(({ day, title, items: ofDay }) => (
        <Group key={day} title={title} items={ofDay} waitsFor={waitsFor} />
      ))}
    </div>
  )
}

interface GroupProps {
  title: string
  items: DeploymentSummary[]
  waitsFor: DeploymentListProps['waitsFor']
}

function Group({ title, items, waitsFor }: GroupProps) {
  return (
    <section aria-label={title}>
      <h2 className={classes.day}>{title}</h2>
      <ul className={classes.rows}>
        {items.map((deployment) => (
          <DeploymentRow
            key={deployment.id}
            deployment={deployment}
            waitsFor={waitsFor.get(deployment.id) ?? []}
          />
        ))}
      </ul>
    </section>
  )
}
