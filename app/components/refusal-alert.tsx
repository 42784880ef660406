'use client'

import { Alert, List } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { ShownRefusal } from '@/app/action-result'
import { LinkAnchor } from '@/app/components/link-anchor'

export interface RefusalAlertProps {
  refusal: ShownRefusal | null
  /** What can be done about it: choices, say. */
  children?: ReactNode
}

/** Says at the head of a form or dialog why something was refused; announced when it appears. */
export function RefusalAlert({ refusal, children }: RefusalAlertProps) {
  if (refusal === null) return null
  return (
    <Alert color="red" icon={<IconAlertTriangle aria-hidden />} title={refusal.title} role="alert">
      {refusal.detail}
      {refusal.errors.length > 0 ? (
        <List size="sm" mt="xs">
          {refusal.errors.map(({ path, message }) => (
            <List.Item key={`${path} ${message}`}>{message}</List.Item>
          ))}
        </List>
      ) : null}
      {refusal.code === 'unauthenticated' ? (
        <LinkAnchor href="/sign-in" size="sm" mt="xs" display="block">
          Sign in
        </LinkAnchor>
      ) : null}
      {children}
    </Alert>
  )
}
