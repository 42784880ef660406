import type { TeamDatabase } from './database'

/** What wakes a run for its next step: it counts only with this number. */
export interface NextStep {
  runId: string
  number: number
  at: Date
}

/** Of the deployment's unfinished run; null: it has none. */
export async function nextStepOf(database: TeamDatabase, deploymentId: string): Promise<NextStep | null> {
  const run = await database.client.run.findFirst({
    where: { teamId: database.teamId, deploymentId, finishedAt: null },
    select: { id: true, wakeUp: true, nextWakeUpAt: true },
  })
  return run && { runId: run.id, number: run.wakeUp, at: run.nextWakeUpAt }
}
