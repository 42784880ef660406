import type { Role } from '@/lib/domain/permissions'
import { accept } from '@/lib/domain/result'
import { putMembership } from '@/lib/postgres/memberships'
import { lastAdminObstacle, memberUseCase } from './member-use-case'

/** Gives a member another role, from their next request on. */
export const changeMemberRole = memberUseCase(
  async ({ database, actor, member }, input: { userId: string; role: Role }) => {
    const obstacle = input.role === 'admin' ? null : lastAdminObstacle(member, 'role')
    if (obstacle !== null) return obstacle
    await putMembership(database, { teamId: actor.teamId, userId: input.userId, role: input.role })
    return accept({ userId: input.userId })
  },
)
