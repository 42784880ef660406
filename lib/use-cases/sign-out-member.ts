import { accept } from '@/lib/domain/result'
import { raiseSessionVersion } from '@/lib/postgres/users'
import { memberUseCase, otherTeamsObstacle } from './member-use-case'

/** Ends all of a member's sessions, wherever they are. Their API tokens go on. */
export const signOutMember = memberUseCase(async ({ database, member }, input: { userId: string }) => {
  const obstacle = otherTeamsObstacle(member, 'userId')
  if (obstacle !== null) return obstacle
  await raiseSessionVersion(database, input.userId)
  return accept({ userId: input.userId })
})
