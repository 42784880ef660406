'use client'

import { Alert, Anchor, List } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { ShownRefusal } from '@/app/action-result'

export interface RefusalAlertProps {
  refusal: ShownRefusal | null
  /** What can be done about it: choices, say. */
  children?: ReactNode
}

/** Says at the head of a form or dialog why something was refused; announced when it appears. */
export function RefusalAlert({ refusal, children }: RefusalAlertProps) {
  if (refusal === null) return null
  // One error alone is often the whole detail already.
  const errors = refusal.errors.filter(({ message }) => message !== refusal.detail)
  return (
    <Alert color="red" icon={<IconAlertTriangle aria-hidden />} title={refusal.title} role="alert">
      {refusal.detail}
      {errors.length > 0 ? (
        <List size="sm" mt="xs">
          {errors.map(({ path, message }) => (
            <List.Item key={`${path} ${message}`}>{message}</List.Item>
          ))}
        </List>
      ) : null}
      {refusal.code === 'unauthenticated' ? (
        // Another tab, so that what was typed in this one stays.
        <Anchor href="/sign-in" target="_blank" size="sm" mt="xs" display="block">
          Sign in in another tab
        </Anchor>
      ) : null}
      {children}
    </Alert>
  )
}
