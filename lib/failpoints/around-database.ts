import type { Database } from '@/lib/postgres/database'
import type { Failpoints } from './failpoints'

/** The same database; `before` a commit is the last moment inside the transaction. */
export function aroundDatabase(database: Database, failpoints: Failpoints): Database {
  return {
    ...database,
    async asTeam(teamId, work) {
      const value = await database.asTeam(teamId, async (open) => {
        const done = await work(open)
        await failpoints.reach('commit.team.before')
        return done
      })
      await failpoints.reach('commit.team.after')
      return value
    },
    async callAsTeam<Answer>(...call: Parameters<Database['callAsTeam']>): Promise<Answer> {
      await failpoints.reach('commit.team.before')
      const answer = await database.callAsTeam<Answer>(...call)
      await failpoints.reach('commit.team.after')
      return answer
    },
    async asSystem(work) {
      const value = await database.asSystem(async (open) => {
        const done = await work(open)
        await failpoints.reach('commit.system.before')
        return done
      })
      await failpoints.reach('commit.system.after')
      return value
    },
  }
}
