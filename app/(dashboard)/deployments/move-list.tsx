'use client'

import { Table, Text } from '@mantine/core'
import type { MovePreview } from '@/app/(dashboard)/deployments/use-move-preview'
import { Instant } from '@/app/components/instant'
import type { Move } from '@/lib/use-cases/plan-reschedule'

const KIND_WORDS: Record<Move['kind'], string> = {
  asked: '',
  with: 'goes first, and moves with it',
  reverts: 'moves with it',
  follows: 'follows, and is due later',
  brought_back: 'had been skipped, and comes back',
}

/** What a move takes along, from when to when, before it is done. Nothing where it moves alone. */
export function MoveList({
  preview: { moves, problem },
  timezone,
}: {
  preview: MovePreview
  timezone: string
}) {
  if (problem !== null) {
    return (
      <Text size="sm" c="var(--mantine-color-error)" role="alert">
        {problem}
      </Text>
    )
  }
  if (moves.length < 2) return null
  return (
    <Table aria-label="What moves" verticalSpacing={4} fz="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">What moves</Table.Th>
          <Table.Th scope="col">From</Table.Th>
          <Table.Th scope="col">To</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {moves.map(({ id, label, kind, from, to }) => (
          <Table.Tr key={id}>
            <Table.Th scope="row" fw={kind === 'asked' ? 600 : 400}>
              {label}
              {KIND_WORDS[kind] !== '' && (
                <Text size="xs" c="dimmed">
                  {KIND_WORDS[kind]}
                </Text>
              )}
            </Table.Th>
            <Table.Td>
              <Instant at={from} timezone={timezone} />
            </Table.Td>
            <Table.Td>
              <Instant at={to} timezone={timezone} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
