import { may } from '@/lib/domain/permissions'
import { accept, type Result } from '@/lib/domain/result'
import { listApiTokens as allApiTokens } from '@/lib/postgres/api-tokens'
import { useCase } from '@/lib/use-cases/use-case'
import type { ApiTokenView } from './resource-views'

/** One's own tokens of this team; admins see everybody's. Newest first. */
export const listApiTokens = useCase(
  'view',
  async ({ database, actor }, _input: object): Promise<Result<{ items: ApiTokenView[] }, never>> => {
    if (may(actor.role, 'administer')) return accept({ items: await allApiTokens(database, null) })
    return accept({ items: actor.userId === null ? [] : await allApiTokens(database, actor.userId) })
  },
)
