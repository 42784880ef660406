import type { Role } from '@/lib/domain/permissions'
import type { MemberView } from '@/lib/queries/resource-views'
import type { SystemDatabase, TeamDatabase } from './database'

/** A team that somebody belongs to, and as what. */
export interface TeamOfUser {
  teamId: string
  name: string
  slug: string
  role: Role
}

/** Oldest membership first. */
export async function teamsOfUser(database: SystemDatabase, userId: string): Promise<TeamOfUser[]> {
  const rows = await database.client.membership.findMany({
    where: { userId },
    select: { teamId: true, role: true, team: { select: { name: true, slug: true } } },
    orderBy: [{ createdAt: 'asc' }, { teamId: 'asc' }],
  })
  return rows.map(({ teamId, role, team }) => ({ teamId, role, ...team }))
}

/** By name. */
export async function listMembers(database: TeamDatabase): Promise<MemberView[]> {
  const rows = await database.client.membership.findMany({
    where: { teamId: database.teamId },
    select: {
      role: true,
      createdAt: true,
      user: { select: { id: true, name: true, email: true, disabledAt: true } },
    },
    orderBy: [{ user: { name: 'asc' } }, { userId: 'asc' }],
  })
  return rows.map(({ role, createdAt, user: { id, ...user } }) => ({
    userId: id,
    ...user,
    role,
    memberSince: createdAt,
  }))
}

/** What changing a member asks first. */
export interface MemberStanding {
  role: Role
  disabled: boolean
  /** Whether the user belongs to other teams as well. */
  inOtherTeams: boolean
  /** Whether the team has another admin who can sign in. */
  otherAdmins: boolean
}

/**
 * Locks the team's memberships until the transaction ends, so that two admins who remove each other at
 * the same moment don't leave the team without one. Null: not a member.
 */
export async function lockMember(
  database: SystemDatabase,
  teamId: string,
  userId: string,
): Promise<MemberStanding | null> {
  await database.client.$queryRaw`
    SELECT user_id FROM memberships WHERE team_id = ${teamId}::uuid ORDER BY user_id FOR UPDATE`
  const member = await database.client.membership.findUnique({
    where: { teamId_userId: { teamId, userId } },
    select: { role: true, user: { select: { disabledAt: true } } },
  })
  if (member === null) return null
  const others = await database.client.membership.count({ where: { userId, teamId: { not: teamId } } })
  const admins = await database.client.membership.count({
    where: { teamId, role: 'admin', userId: { not: userId }, user: { disabledAt: null } },
  })
  return {
    role: member.role,
    disabled: member.user.disabledAt !== null,
    inOtherTeams: others > 0,
    otherAdmins: admins > 0,
  }
}

/** @throws UniqueViolation when the user is a member already. */
export async function insertMembership(
  database: SystemDatabase,
  membership: { teamId: string; userId: string; role: Role },
): Promise<void> {
  await database.client.membership.create({ data: membership, select: { userId: true } })
}

/** Makes somebody a member, or changes the role of one who is. */
export async function putMembership(
  database: SystemDatabase,
  membership: { teamId: string; userId: string; role: Role },
): Promise<void> {
  const { teamId, userId, role } = membership
  await database.client.membership.upsert({
    where: { teamId_userId: { teamId, userId } },
    create: membership,
    update: { role },
    select: { userId: true },
  })
}

export async function deleteMembership(
  database: SystemDatabase,
  teamId: string,
  userId: string,
): Promise<void> {
  await database.client.membership.delete({
    where: { teamId_userId: { teamId, userId } },
    select: { userId: true },
  })
}
