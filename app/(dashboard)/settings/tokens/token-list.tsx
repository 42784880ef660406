import { Badge, Group, Text } from '@mantine/core'
import { ConfirmButton } from '@/app/components/confirm-button'
import { Instant } from '@/app/components/instant'
import { Panel } from '@/app/components/panel'
import { RelativeTime } from '@/app/components/relative-time'
import { Row, Rows } from '@/app/components/rows'
import type { ApiTokenView } from '@/lib/queries/resource-views'
import { revokeApiTokenAction } from './actions'

export interface TokenListProps {
  tokens: readonly ApiTokenView[]
  /** Whose tokens need no name beside them. */
  ownUserId: string
  now: Date
}

export function TokenList({ tokens, ownUserId, now }: TokenListProps) {
  return (
    <Panel isFlush>
      <Rows>
        {tokens.map((token) => (
          <Row key={token.id}>
            <div>
              <Group gap="xs">
                <Text fw={550}>{token.name}</Text>
                <Text size="xs" c="dimmed" ff="monospace">
                  {token.prefix}…
                </Text>
                {token.user.id === ownUserId ? null : <Badge variant="default">{token.user.name}</Badge>}
              </Group>
              <Text size="sm" c="dimmed">
                Created <Instant at={token.createdAt} shape="date-time" />
                {' · '}
                {token.lastUsedAt === null ? (
                  'never used'
                ) : (
                  <>
                    last used <RelativeTime at={token.lastUsedAt} />
                  </>
                )}
                {' · '}
                <Ending token={token} now={now} />
              </Text>
            </div>
            {isUsable(token, now) ? <Revoke token={token} /> : null}
          </Row>
        ))}
      </Rows>
    </Panel>
  )
}

function Ending({ token, now }: { token: ApiTokenView; now: Date }) {
  if (token.revokedAt !== null) {
    return (
      <>
        revoked <RelativeTime at={token.revokedAt} />
      </>
    )
  }
  if (token.expiresAt === null) return 'good until it is revoked'
  return (
    <>
      {token.expiresAt <= now ? 'expired ' : 'expires '}
      <RelativeTime at={token.expiresAt} />
    </>
  )
}

function Revoke({ token }: { token: ApiTokenView }) {
  return (
    <ConfirmButton
      size="xs"
      label="Revoke"
      aria-label={`Revoke ${token.name}`}
      title={`Revoke ${token.name}?`}
      confirmLabel="Revoke token"
      isDestructive
      action={revokeApiTokenAction}
      input={{ id: token.id }}
    >
      Whatever uses this token is refused from now on. This can’t be taken back.
    </ConfirmButton>
  )
}

function isUsable({ revokedAt, expiresAt }: ApiTokenView, now: Date): boolean {
  return revokedAt === null && (expiresAt === null || expiresAt > now)
}
