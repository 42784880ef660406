'use client'

import { Alert, Anchor } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { ShownRefusal } from '@/app/action-result'

/**
 * Says why a form that is open did nothing. Unlike `RefusalAlert`, it keeps whoever was signed out on
 * the page, and leaves what stands at a field to the field.
 */
export function FormRefusal({ refusal }: { refusal: ShownRefusal | null }) {
  if (refusal === null) return null
  return (
    <Alert color="red" role="alert" icon={<IconAlertTriangle aria-hidden />} title={refusal.title} p="sm">
      {refusal.detail}
      {refusal.code === 'unauthenticated' && (
        <Anchor href="/sign-in" target="_blank" inherit display="block" mt={4}>
          Sign in (opens another tab)
        </Anchor>
      )}
    </Alert>
  )
}
