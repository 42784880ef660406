'use client'

import { Button, Group, List, Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { runMissedNowAction } from '@/app/(dashboard)/catch-up/actions'
import { countWords, labelOf } from '@/app/(dashboard)/catch-up/attention-groups'
import type { Outcome } from '@/app/(dashboard)/catch-up/outcome'
import { skippedTogether } from '@/app/(dashboard)/catch-up/skipped-together'
import { BringBackCheckbox } from '@/app/(dashboard)/deployments/bring-back-checkbox'
import { RefusalAlert } from '@/app/components/refusal-alert'
import { useAction } from '@/app/components/use-action'
import type { AttentionView } from '@/lib/queries/attention-views'

export interface RunNowDialogProps {
  /** Null: closed. */
  items: AttentionView[] | null
  onClose: () => void
  onDone: (items: AttentionView[], outcomes: Outcome[]) => void
}

/** Asks once more before what was missed runs, and whether what was skipped because of it shall come back. */
export function RunNowDialog({ items, onClose, onDone }: RunNowDialogProps) {
  return (
    <Modal
      opened={items !== null}
      onClose={onClose}
      title={items?.length === 1 ? 'Run it now?' : `Run ${countWords(items?.length ?? 0)} now?`}
      transitionProps={{ duration: 0 }}
    >
      {items && <Question items={items} onClose={onClose} onDone={onDone} />}
    </Modal>
  )
}

function Question({ items, onClose, onDone }: RunNowDialogProps & { items: AttentionView[] }) {
  const [withSkipped, setWithSkipped] = useState(true)
  const { run, isPending, refusal } = useAction(runMissedNowAction)
  const confirm = async () => {
    const result = await run({ ids: items.map(({ deployment }) => deployment.id), withSkipped })
    if (!result.ok) return
    onDone(items, result.value)
    onClose()
  }
  const [only] = items
  return (
    <Stack>
      <RefusalAlert refusal={refusal} />
      {items.length === 1 && only ? (
        <Text size="sm">
          {labelOf(only)} becomes due at once and starts when its service is free. What must be deployed first
          still goes first.
        </Text>
      ) : (
        <>
          <Text size="sm">
            They become due at once, and start in the order in which they were due, as many at a time as your
            team’s limit allows. What must be deployed first still goes first.
          </Text>
          <List size="sm" mah="12rem" style={{ overflowY: 'auto' }} tabIndex={0}>
            {items.map((item) => (
              <List.Item key={item.deployment.id}>{labelOf(item)}</List.Item>
            ))}
          </List>
        </>
      )}
      <BringBackCheckbox skipped={skippedTogether(items)} checked={withSkipped} onChange={setWithSkipped} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          Keep {items.length === 1 ? 'it as it is' : 'them as they are'}
        </Button>
        <Button loading={isPending} onClick={confirm} data-autofocus>
          Run now
        </Button>
      </Group>
    </Stack>
  )
}
