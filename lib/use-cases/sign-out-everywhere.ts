import { InvariantViolated } from '@/lib/domain/invariant-violated'
import { accept } from '@/lib/domain/result'
import { raiseSessionVersion } from '@/lib/postgres/users'
import type { UseCase } from './use-case'

/** Ends all of one's own sessions, this one included. Whoever is signed in may. */
export const signOutEverywhere: UseCase<object, { userId: string }, never> = async (services, actor) => {
  const { userId } = actor
  if (userId === null) throw new InvariantViolated('Only people have sessions.')
  await services.database.asSystem((database) => raiseSessionVersion(database, userId))
  return accept({ userId })
}
