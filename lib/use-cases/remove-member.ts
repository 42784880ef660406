import { accept } from '@/lib/domain/result'
import { deleteMembership } from '@/lib/postgres/memberships'
import { lastAdminObstacle, memberUseCase } from './member-use-case'

/** Takes somebody out of the team, from their next request on. The user stays, also in other teams. */
export const removeMember = memberUseCase(async ({ database, actor, member }, input: { userId: string }) => {
  const obstacle = lastAdminObstacle(member, 'userId')
  if (obstacle !== null) return obstacle
  await deleteMembership(database, actor.teamId, input.userId)
  return accept({ userId: input.userId })
})
