'use client'

import { Badge, Group, Text } from '@mantine/core'
import { ConfirmButton } from '@/app/components/confirm-button'
import { Panel } from '@/app/components/panel'
import { Row, Rows } from '@/app/components/rows'
import { useViewer } from '@/app/components/viewer-provider'
import { spanWords } from '@/lib/domain/freeze-span-words'
import type { FreezeView } from '@/lib/queries/resource-views'
import { deleteFreezeAction } from './actions'
import { FreezeDialogButton } from './freeze-dialog-button'
import type { FreezePlaces } from './freeze-form'

export interface FreezeListProps {
  freezes: readonly FreezeView[]
  places: FreezePlaces
  mayAdminister: boolean
}

/** The weekly ones first, then the others by when they begin. */
export function FreezeList({ freezes, places, mayAdminister }: FreezeListProps) {
  const { hour12 } = useViewer()
  return (
    <Panel isFlush>
      <Rows>
        {freezes.map((freeze) => (
          <Row key={freeze.id}>
            <div>
              <Group gap="xs">
                <Text fw={550}>{freeze.reason}</Text>
                <Badge variant="light" color={freeze.effect === 'freeze' ? 'blue' : 'teal'}>
                  {freeze.effect === 'freeze' ? 'Freeze' : 'Allowed only'}
                </Badge>
              </Group>
              <Text size="sm">{spanWords(freeze.span, { hour12 })}</Text>
              <Text size="sm" c="dimmed">
                {placeWords(freeze)}
              </Text>
            </div>
            {mayAdminister ? <Buttons freeze={freeze} places={places} /> : null}
          </Row>
        ))}
      </Rows>
    </Panel>
  )
}

function placeWords({ environment, application }: FreezeView): string {
  if (environment === null) return application === null ? 'The whole team' : `${application.name}, everywhere`
  return application === null
    ? `Everything in ${environment.name}`
    : `${application.name} in ${environment.name}`
}

function Buttons({ freeze, places }: { freeze: FreezeView; places: FreezePlaces }) {
  const { id, reason } = freeze
  return (
    <Group gap="xs">
      <FreezeDialogButton freeze={freeze} places={places} variant="default" size="xs">
        Edit
      </FreezeDialogButton>
      <ConfirmButton
        size="xs"
        label="Delete"
        aria-label={`Delete ${reason}`}
        title={`Delete ${reason}?`}
        confirmLabel="Delete"
        isDestructive
        action={deleteFreezeAction}
        input={{ id }}
      >
        What it holds at the moment starts at once, unless something else holds it, too.
      </ConfirmButton>
    </Group>
  )
}
