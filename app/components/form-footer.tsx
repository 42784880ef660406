'use client'

import { Button, Group } from '@mantine/core'

export interface FormFooterProps {
  submitLabel: string
  isPending: boolean
  onCancel: () => void
}

/** The end of a form in a dialog. */
export function FormFooter({ submitLabel, isPending, onCancel }: FormFooterProps) {
  return (
    <Group justify="flex-end" gap="xs" mt="sm">
      <Button variant="default" onClick={onCancel}>
        Cancel
      </Button>
      <Button type="submit" loading={isPending}>
        {submitLabel}
      </Button>
    </Group>
  )
}
