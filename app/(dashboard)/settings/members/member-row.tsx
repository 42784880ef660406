'use client'

import { Badge, Group, Select, Text } from '@mantine/core'
import { RefusalAlert } from '@/app/components/refusal-alert'
import { Row } from '@/app/components/rows'
import { useAction } from '@/app/components/use-action'
import type { MemberView } from '@/lib/queries/resource-views'
import { changeMemberRoleAction } from './actions'
import { MemberMenu } from './member-menu'
import { ROLE_CHOICES, roleOf } from './role-choices'

export interface MemberRowProps {
  member: MemberView
  isSelf: boolean
  mayAdminister: boolean
}

export function MemberRow({ member, isSelf, mayAdminister }: MemberRowProps) {
  const change = useAction(changeMemberRoleAction)
  const { userId, name, email, role, disabledAt } = member

  function choose(chosen: string | null) {
    const wanted = roleOf(chosen ?? '')
    if (wanted !== undefined && wanted !== role) change.run({ userId, role: wanted })
  }

  return (
    <Row>
      <div>
        <Group gap="xs">
          <Text fw={550}>{name}</Text>
          {isSelf ? <Badge variant="default">You</Badge> : null}
          {disabledAt === null ? null : (
            <Badge color="red" variant="light">
              Disabled
            </Badge>
          )}
        </Group>
        <Text size="sm" c="dimmed">
          {email}
        </Text>
        <RefusalAlert refusal={change.refusal} />
      </div>
      {mayAdminister ? (
        <Group gap="xs" wrap="nowrap">
          <Select
            size="xs"
            w={120}
            aria-label={`Role of ${name}`}
            allowDeselect={false}
            disabled={change.isPending}
            data={ROLE_CHOICES.map(({ value, label }) => ({ value, label }))}
            value={role}
            onChange={choose}
          />
          <MemberMenu member={member} isSelf={isSelf} />
        </Group>
      ) : (
        <Text size="sm" c="dimmed">
          {ROLE_CHOICES.find(({ value }) => value === role)?.label}
        </Text>
      )}
    </Row>
  )
}
