import { Group, Text } from '@mantine/core'
import type { Metadata } from 'next'
import { Panel } from '@/app/components/panel'
import { Rows } from '@/app/components/rows'
import { queried } from '@/app/queried'
import { services } from '@/app/services'
import { requireSession } from '@/app/session'
import { may } from '@/lib/domain/permissions'
import { listMembers } from '@/lib/queries/list-members'
import { AddMember } from './add-member'
import { MemberRow } from './member-row'

export const metadata: Metadata = { title: 'Members' }

export default async function MembersPage() {
  const { actor, user, team } = await requireSession()
  const { items: members } = await queried(listMembers(services(), actor, {}))
  const mayAdminister = may(actor.role, 'administer')
  return (
    <>
      <Group justify="space-between" mb="md">
        <Text size="sm" c="dimmed">
          {members.length === 1 ? 'You are alone' : `${members.length} people`} in {team.name}.
        </Text>
        {mayAdminister ? <AddMember /> : null}
      </Group>
      <Panel isFlush>
        <Rows>
          {members.map((member) => (
            <MemberRow
              key={member.userId}
              member={member}
              isSelf={member.userId === user.id}
              mayAdminister={mayAdminister}
            />
          ))}
        </Rows>
      </Panel>
    </>
  )
}
