import { accept } from '@/lib/domain/result'
import { setDisabled } from '@/lib/postgres/users'
import { lastAdminObstacle, memberUseCase, otherTeamsObstacle } from './member-use-case'

/** Shuts a user out, with their sessions and tokens, from their next request on; or lets them in again. */
export const setMemberDisabled = memberUseCase(
  async ({ database, member }, input: { userId: string; disabled: boolean }) => {
    const obstacle =
      otherTeamsObstacle(member, 'userId') ?? (input.disabled ? lastAdminObstacle(member, 'userId') : null)
    if (obstacle !== null) return obstacle
    await setDisabled(database, input.userId, input.disabled ? await database.now() : null)
    return accept({ userId: input.userId })
  },
)
