'use client'

import { Alert, List } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import {
  type AttentionGroup,
  groupByKind,
  isSelectable,
  labelOf,
} from '@/app/(dashboard)/catch-up/attention-groups'
import { AttentionRow } from '@/app/(dashboard)/catch-up/attention-row'
import { BulkBar } from '@/app/(dashboard)/catch-up/bulk-bar'
import classes from '@/app/(dashboard)/catch-up/catch-up.module.css'
import { RunNowDialog } from '@/app/(dashboard)/catch-up/run-now-dialog'
import {
  type CatchUp as CatchUpState,
  type Failed,
  useCatchUp,
} from '@/app/(dashboard)/catch-up/use-catch-up'
import { RefusalAlert } from '@/app/components/refusal-alert'
import type { AttentionView } from '@/lib/queries/attention-views'

export interface CatchUpProps {
  items: AttentionView[]
  mayDeploy: boolean
  /** Of the page that is shown, to come back to it. */
  cursor: string | null
}

/** What an outage left behind, and what to do about one or many of them. */
export function CatchUp({ items: listed, mayDeploy, cursor }: CatchUpProps) {
  const state = useCatchUp(listed)
  const [toRun, setToRun] = useState<AttentionView[] | null>(null)
  const place = useRef<HTMLDivElement>(null)
  const { items, selected } = state
  const dismissSelected = () => {
    // The bar goes with the selection: the focus needs another place.
    place.current?.focus()
    state.dismiss(selected)
  }
  return (
    <div ref={place} tabIndex={-1} className={classes.place}>
      <RefusalAlert refusal={state.refusal} />
      <FailedAlert failed={state.failed} onClose={state.forgetFailures} />
      {mayDeploy && items.some(isSelectable) && (
        <BulkBar
          selectable={items.filter(isSelectable)}
          selected={selected}
          onSelectAll={state.selectAll}
          onRunNow={setToRun}
          onDismiss={dismissSelected}
        />
      )}
      {groupByKind(items).map((group) => (
        <Group
          key={group.kind}
          {...{ group, state, mayDeploy, cursor }}
          onRunNow={(item) => setToRun([item])}
        />
      ))}
      <RunNowDialog items={toRun} onClose={() => setToRun(null)} onDone={state.wereRun} />
    </div>
  )
}

interface GroupProps {
  group: AttentionGroup
  state: CatchUpState
  mayDeploy: boolean
  cursor: string | null
  onRunNow: (item: AttentionView) => void
}

function Group({ group, state, mayDeploy, cursor, onRunNow }: GroupProps) {
  const { kind, title, hint, items } = group
  return (
    <section aria-labelledby={`catch-up-${kind}`}>
      <h2 id={`catch-up-${kind}`} className={classes.title}>
        {title} <span className={classes.count}>{items.length}</span>
      </h2>
      <p className={classes.hint}>{hint}</p>
      <ul className={classes.rows}>
        {items.map((item) => (
          <AttentionRow
            key={item.deployment.id}
            item={item}
            mayDeploy={mayDeploy}
            cursor={cursor}
            isSelected={state.selected.includes(item)}
            onToggle={() => state.toggle(item.deployment.id)}
            onRunNow={() => onRunNow(item)}
            onDismiss={() => state.dismiss([item])}
          />
        ))}
      </ul>
    </section>
  )
}

function FailedAlert({ failed, onClose }: { failed: Failed[]; onClose: () => void }) {
  if (failed.length === 0) return null
  return (
    <Alert
      color="red"
      role="alert"
      icon={<IconAlertTriangle aria-hidden />}
      title={failed.length === 1 ? 'One could not be done' : `${failed.length} could not be done`}
      withCloseButton
      closeButtonLabel="Close"
      onClose={onClose}
    >
      <List size="sm">
        {failed.map(({ item, why }) => (
          <List.Item key={item.deployment.id}>
            <b>{labelOf(item)}:</b> {why}
          </List.Item>
        ))}
      </List>
    </Alert>
  )
}
