import { accept, type Result } from '@/lib/domain/result'
import { listMembers as allMembers } from '@/lib/postgres/memberships'
import { useCase } from '@/lib/use-cases/use-case'
import type { MemberView } from './resource-views'

/** Everybody in the team, by name. */
export const listMembers = useCase(
  'view',
  async ({ database }, _input: object): Promise<Result<{ items: MemberView[] }, never>> =>
    accept({ items: await allMembers(database) }),
)
