import { hashPassword } from '@/lib/auth/password'
import { accept } from '@/lib/domain/result'
import { setPasswordHash } from '@/lib/postgres/users'
import { memberUseCase, otherTeamsObstacle } from './member-use-case'

/** Gives a member who forgot theirs another password, and ends their sessions. */
export const setMemberPassword = memberUseCase(
  async ({ database, member }, input: { userId: string; password: string }) => {
    const obstacle = otherTeamsObstacle(member, 'userId')
    if (obstacle !== null) return obstacle
    const hash = await hashPassword(input.password)
    if (!hash.ok) return hash
    await setPasswordHash(database, input.userId, hash.value)
    return accept({ userId: input.userId })
  },
)
