import { may } from '@/lib/domain/permissions'
import { accept, type Result } from '@/lib/domain/result'
import { isUuid } from '@/lib/domain/uuid'
import { revokeApiToken as revokeRow } from '@/lib/postgres/api-tokens'
import { type NotFound, notFound } from './resource-refusals'
import { useCase } from './use-case'

/** Ends a token from its next use on: one's own, or as an admin anybody's of the team. */
export const revokeApiToken = useCase(
  'view',
  async ({ database, actor }, input: { id: string }): Promise<Result<{ id: string }, NotFound>> => {
    const ofAnybody = may(actor.role, 'administer')
    if (!isUuid(input.id) || (!ofAnybody && actor.userId === null)) return notFound('API token')
    const revoked = await revokeRow(database, {
      id: input.id,
      userId: ofAnybody ? null : actor.userId,
      revokedAt: await database.now(),
    })
    return revoked ? accept({ id: input.id }) : notFound('API token')
  },
)
