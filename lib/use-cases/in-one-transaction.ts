import type { Result } from '@/lib/domain/result'
import type { Database, SystemDatabase } from '@/lib/postgres/database'

/**
 * For the few use cases that concern users and teams themselves, which no single team's transaction can
 * see: like `useCase` one transaction, and what was refused leaves nothing behind. Whoever calls it has
 * checked the permission and restricts every statement to the team that is meant.
 */
export async function inOneTransaction<Value, Refusal>(
  services: { database: Database },
  work: (database: SystemDatabase) => Promise<Result<Value, Refusal>>,
): Promise<Result<Value, Refusal>> {
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
    throw error
  }
}

/** Ends the transaction of what was refused. */
class RolledBack extends Error {
  override name = 'RolledBack'
}
