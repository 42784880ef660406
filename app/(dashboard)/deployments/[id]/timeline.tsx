'use client'

import { Switch } from '@mantine/core'
import { IconBrandAws, IconPoint } from '@tabler/icons-react'
import { useState } from 'react'
import { Card } from '@/app/(dashboard)/deployments/[id]/card'
import classes from '@/app/(dashboard)/deployments/[id]/timeline.module.css'
import { type TimelineItem, timelineItems } from '@/app/(dashboard)/deployments/timeline-items'
import { Instant } from '@/app/components/instant'
import { STATUS_ICONS } from '@/app/components/status-icon'
import { STATUS_TONES } from '@/app/components/status-tone'
import tones from '@/app/components/tone.module.css'
import type { TimelineEntryView } from '@/lib/queries/deployment-views'

export interface TimelineProps {
  /** Oldest first. */
  entries: TimelineEntryView[]
}

/** What happened, who or what did it, and why; newest first, so that what is happening now is in sight. */
export function Timeline({ entries }: TimelineProps) {
  const [withEcs, setWithEcs] = useState(false)
  const items = timelineItems(entries)
  const hasEcs = items.some(({ kind }) => kind === 'ecs')
  return (
    <Card
      title="Timeline"
      aside={
        hasEcs ? (
          <Switch
            size="xs"
            label="Show what ECS said"
            checked={withEcs}
            onChange={(event) => setWithEcs(event.currentTarget.checked)}
          />
        ) : undefined
      }
    >
      <ol className={classes.items}>
        {items.map((item) => (
          <Item key={item.key} item={item} withEcs={withEcs} />
        ))}
      </ol>
    </Card>
  )
}

function Item({ item, withEcs }: { item: TimelineItem; withEcs: boolean }) {
  if (item.kind === 'entry') return <Entry entry={item.entry} />
  const [latest] = item.entries
  return (
    <li className={`${tones.tone} ${classes.item}`}>
      <span className={classes.marker} aria-hidden>
        <IconBrandAws size={14} stroke={1.75} />
      </span>
      {/* Opened by hand it stays open; the switch opens and closes all of them. */}
      <details key={String(withEcs)} open={withEcs} className={classes.ecs}>
        <summary>
          {item.entries.length === 1 ? '1 event' : `${item.entries.length} events`} from ECS
          {latest && (
            <span className={classes.at}>
              <Instant at={latest.at} shape="clock" precision="second" />
            </span>
          )}
        </summary>
        <ol>
          {item.entries.map(({ id, at, message }) => (
            <li key={id}>
              <span className={classes.at}>
                <Instant at={at} shape="clock" precision="second" />
              </span>
              <code>{message}</code>
            </li>
          ))}
        </ol>
      </details>
    </li>
  )
}

function Entry({ entry: { at, actor, message, toStatus, fromStatus } }: { entry: TimelineEntryView }) {
  const isMove = toStatus !== null && toStatus !== fromStatus
  const Icon = isMove ? STATUS_ICONS[toStatus] : IconPoint
  return (
    <li className={`${tones.tone} ${classes.item}`} data-tone={isMove ? STATUS_TONES[toStatus] : undefined}>
      <span className={classes.marker} data-move={isMove || undefined} aria-hidden>
        <Icon size={14} stroke={2} />
      </span>
      <div className={classes.entry}>
        <p>{message}</p>
        <p className={classes.by}>
          <Instant at={at} shape="date-time" precision="second" />
          <span>{actor}</span>
        </p>
      </div>
    </li>
  )
}
