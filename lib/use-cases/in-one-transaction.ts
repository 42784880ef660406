import { type Result, refuse } from '@/lib/domain/result'
import type { Database, SystemDatabase } from '@/lib/postgres/database'
import { UniqueViolation } from '@/lib/postgres/errors'
import type { AlreadyExists } from './resource-refusals'

/**
 * For the few use cases that concern users and teams themselves, which no single team's transaction can
 * see: like `useCase` one transaction, and what was refused leaves nothing behind. Whoever calls it has
 * checked the permission and restricts every statement to the team that is meant.
 */
export async function inOneTransaction<Value, Refusal>(
  services: { database: Database },
  work: (database: SystemDatabase) => Promise<Result<Value, Refusal>>,
): Promise<Result<Value, Refusal | AlreadyExists>> {
  let refused: Result<Value, Refusal> | null = null
  try {
    return await services.database.asSystem(async (database) => {
      const result = await work(database)
      if (result.ok) return result
      refused = result
      throw new RolledBack()
    })
  } catch (error) {
    if (refused !== null) return refused
    if (error instanceof UniqueViolation) return refuse({ kind: 'already_exists' })
    throw error
  }
}

/** Ends the transaction of what was refused. */
class RolledBack extends Error {
  override name = 'RolledBack'
}
