import { Group, Text } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import type { Metadata } from 'next'
import { EmptyState } from '@/app/components/empty-state'
import { queried } from '@/app/queried'
import { services, webEnvironment } from '@/app/services'
import { requireSession } from '@/app/session'
import { listApiTokens } from '@/lib/queries/list-api-tokens'
import { CreateToken } from './create-token'
import { TokenList } from './token-list'

export const metadata: Metadata = { title: 'API tokens' }

export default async function TokensPage() {
  const { actor, user } = await requireSession()
  const { items: tokens } = await queried(listApiTokens(services(), actor, {}))
  return (
    <>
      <Group justify="space-between" mb="md">
        <Text size="sm" c="dimmed" maw="60ch">
          A token acts for whoever made it, with the role that they have at the time.
        </Text>
        {/* Stays where it is when the first token appears: its dialog shows that token, this once. */}
        <CreateToken apiUrl={`${webEnvironment().publicUrl}/api/v1`} />
      </Group>
      {tokens.length === 0 ? (
        <EmptyState icon={<IconKey size={22} />} title="No API tokens yet">
          With a token, scripts and CI schedule deployments for you: it may do what you may, and timelines
          name it.
        </EmptyState>
      ) : (
        <TokenList tokens={tokens} ownUserId={user.id} now={new Date()} />
      )}
    </>
  )
}
