'use client'

import { Group, Loader, Text } from '@mantine/core'
import { IconCircleCheck, IconCircleDashed, IconCircleX, IconPlugConnectedX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { RelativeTime } from '@/app/components/relative-time'
import { useNow } from '@/app/components/use-now'
import { assertNever } from '@/lib/domain/assert-never'
import type { CloudAccountCheck } from '@/lib/queries/resource-views'
import { checkState } from './check-state'
import classes from './connection-status.module.css'

/** How the last connection test stands; says itself when it changes. */
export function ConnectionStatus({ check }: { check: CloudAccountCheck }) {
  const isOverdue = useNow((nowMs) => {
    const state = checkState(check, nowMs)
    return state.kind === 'testing' && state.isOverdue
  })
  return (
    <div role="status">
      <StatusLine check={check} isOverdue={isOverdue} />
    </div>
  )
}

function StatusLine({ check, isOverdue }: { check: CloudAccountCheck; isOverdue: boolean }) {
  const state = checkState(check, 0)
  switch (state.kind) {
    case 'never':
      return <Line icon={<IconCircleDashed size={16} />}>Connection never tested</Line>
    case 'testing':
      return isOverdue ? (
        <Line icon={<IconPlugConnectedX size={16} />} tone="attention">
          No worker has answered yet. Is one running? The test runs as soon as one is.
        </Line>
      ) : (
        <Line icon={<Loader size={14} aria-hidden />}>Testing the connection…</Line>
      )
    case 'connected':
      return (
        <Line icon={<IconCircleCheck size={16} />} tone="good">
          Connected{state.identity ? ' as ' : ''}
          {state.identity ? <code className={classes.identity}>{state.identity}</code> : null}
          {' · '}
          {count(state.clusterCount, 'cluster')}, {count(state.serviceCount, 'service')} ·{' '}
          <RelativeTime at={state.at} />
        </Line>
      )
    case 'failed':
      return (
        <Line icon={<IconCircleX size={16} />} tone="bad">
          Not connected: {state.why} · <RelativeTime at={state.at} />
        </Line>
      )
    default:
      return assertNever(state)
  }
}

interface LineProps {
  icon: ReactNode
  tone?: 'good' | 'bad' | 'attention'
  children: ReactNode
}

function Line({ icon, tone, children }: LineProps) {
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start" className={classes.line} data-tone={tone}>
      <span className={classes.icon} aria-hidden>
        {icon}
      </span>
      <Text size="sm" component="span" className={classes.words}>
        {children}
      </Text>
    </Group>
  )
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
