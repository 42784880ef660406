import type { Actor } from '@/lib/domain/actor'
import { may, type Permission } from '@/lib/domain/permissions'
import { type Result, refuse } from '@/lib/domain/result'
import type { TeamDatabase } from '@/lib/postgres/database'
import { UniqueViolation } from '@/lib/postgres/errors'
import type { Services } from '@/lib/services'

/** What a use case works with: the one transaction it runs in, which sees only the actor's team. */
export interface UseCaseContext {
  database: TeamDatabase
  services: Services
  actor: Actor
}

/** Refusals that every use case may answer. */
export type CommonRefusal =
  | { kind: 'forbidden'; permission: Permission; role: Actor['role'] }
  | { kind: 'already_exists' }

export type UseCase<Input, Value, Refusal> = (
  services: Services,
  actor: Actor,
  input: Input,
) => Promise<Result<Value, Refusal | CommonRefusal>>

/**
 * Makes a use case of a function: nobody gets in without the permission, everything happens in one
 * transaction of the actor's team, and what was refused leaves nothing behind.
 */
export function useCase<Input, Value, Refusal>(
  permission: Permission,
  carryOut: (context: UseCaseContext, input: Input) => Promise<Result<Value, Refusal>>,
): UseCase<Input, Value, Refusal> {
  return async (services, actor, input) => {
    if (!may(actor.role, permission)) return refuse({ kind: 'forbidden', permission, role: actor.role })
    try {
      return await services.database.asTeam(actor.teamId, async (database) => {
        const result = await carryOut({ database, services, actor }, input)
        if (!result.ok) throw new RolledBack(result)
        return result
      })
    } catch (error) {
      if (error instanceof RolledBack) return error.result as Result<Value, Refusal>
      if (error instanceof UniqueViolation) return refuse({ kind: 'already_exists' })
      throw error
    }
  }
}

/** Carries a refusal out of the transaction, so that the transaction rolls back. */
class RolledBack extends Error {
  override name = 'RolledBack'
  readonly result: unknown
  constructor(result: unknown) {
    super('refused')
    this.result = result
  }
}
