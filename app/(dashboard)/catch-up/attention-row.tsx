'use client'

import { Button, Checkbox, VisuallyHidden } from '@mantine/core'
import { IconArrowNarrowRight, IconPlayerTrackNext } from '@tabler/icons-react'
import Link from 'next/link'
import type { MouseEvent } from 'react'
import { isSelectable, labelOf } from '@/app/(dashboard)/catch-up/attention-groups'
import { AttentionWhen } from '@/app/(dashboard)/catch-up/attention-when'
import classes from '@/app/(dashboard)/catch-up/catch-up.module.css'
import { catchUpHref } from '@/app/(dashboard)/catch-up/catch-up-place'
import { whatWords } from '@/app/(dashboard)/deployments/row-words'
import { LinkButton } from '@/app/components/link-button'
import { StatusBadge } from '@/app/components/status-badge'
import type { AttentionView, SkippedView } from '@/lib/queries/attention-views'

export interface AttentionRowProps {
  item: AttentionView
  mayDeploy: boolean
  cursor: string | null
  isSelected: boolean
  onToggle: () => void
  onRunNow: () => void
  onDismiss: () => void
}

/** One deployment on the catch-up screen: what happened to it, and what can be done. */
export function AttentionRow({ item, mayDeploy, isSelected, onToggle, ...actions }: AttentionRowProps) {
  const { kind, deployment, sentence, skipped } = item
  const { application, environment, image, note, status } = deployment
  return (
    <li className={classes.row} data-selectable={mayDeploy || undefined}>
      {mayDeploy && (
        <span className={classes.check}>
          {isSelectable(item) && (
            <Checkbox checked={isSelected} onChange={onToggle} aria-label={`Select ${labelOf(item)}`} />
          )}
        </span>
      )}
      <AttentionWhen deployment={deployment} />
      <div className={classes.what}>
        <span className={classes.head}>
          <Link href={`/deployments/${deployment.id}`} className={classes.target}>
            {application.name}
            <VisuallyHidden> in </VisuallyHidden>
            <IconArrowNarrowRight size={16} stroke={1.75} aria-hidden className={classes.arrow} />
            <span className={classes.environment}>{environment.name}</span>
          </Link>
          {/* Of the others the title says it. */}
          {kind === 'started_late' && <StatusBadge status={status} />}
        </span>
        <span className={classes.sentence}>{sentence}</span>
        <span className={classes.details}>
          <code title={image ?? undefined}>{whatWords(deployment)}</code>
          {note && <span className={classes.note}>{note}</span>}
        </span>
        {skipped.length > 0 && <SkippedList skipped={skipped} />}
      </div>
      {mayDeploy && <RowActions item={item} {...actions} />}
    </li>
  )
}

type RowActionsProps = Pick<AttentionRowProps, 'item' | 'cursor' | 'onRunNow' | 'onDismiss'>

function RowActions({ item, cursor, onRunNow, onDismiss }: RowActionsProps) {
  const label = labelOf(item)
  const dismiss = (event: MouseEvent<HTMLButtonElement>) => {
    focusNeighbour(event.currentTarget)
    onDismiss()
  }
  return (
    <div className={classes.actions}>
      {item.kind === 'missed' && (
        <Button
          size="xs"
          variant="light"
          onClick={onRunNow}
          aria-haspopup="dialog"
          aria-label={`Run now: ${label}`}
        >
          Run now
        </Button>
      )}
      {item.kind !== 'started_late' && (
        <LinkButton
          href={catchUpHref({ cursor, reschedule: item.deployment.id })}
          scroll={false}
          size="xs"
          variant="default"
          aria-label={`Reschedule: ${label}`}
        >
          Reschedule
        </LinkButton>
      )}
      {isSelectable(item) && (
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          onClick={dismiss}
          data-dismiss
          aria-label={`Dismiss: ${label}`}
        >
          Dismiss
        </Button>
      )}
    </div>
  )
}

/** The row goes, and must not take the keyboard's place on the page with it. */
function focusNeighbour(button: HTMLButtonElement): void {
  const all = [...document.querySelectorAll<HTMLButtonElement>('button[data-dismiss]')]
  const index = all.indexOf(button)
  const next = all[index + 1] ?? all[index - 1] ?? document.querySelector<HTMLElement>('main')
  next?.focus()
}

function SkippedList({ skipped }: { skipped: SkippedView[] }) {
  return (
    <div className={classes.skipped}>
      <span className={classes.skippedHead}>
        <IconPlayerTrackNext size={13} stroke={1.75} aria-hidden /> Skipped because of it:
      </span>
      <ul>
        {skipped.map(({ id, label, keptBy }) => (
          <li key={id}>
            <Link href={`/deployments/${id}`}>{label}</Link>
            {keptBy !== null && `, which needs ${keptBy.label} as well`}
          </li>
        ))}
      </ul>
    </div>
  )
}
