import { teamIdOfRow } from '@/lib/auth/team-id'
import { workerActorOfTeam } from '@/lib/auth/worker-actor'
import { changeDeployment } from '@/lib/postgres/deployments'
import {
  deploymentsWithoutWakeUp,
  runsWithoutWakeUp,
  schedulesWithoutWakeUp,
} from '@/lib/postgres/lost-wake-ups'
import { writeTimeline } from '@/lib/postgres/timeline'
import type { Services } from '@/lib/services'
import { ringSchedule } from './ring-schedule'

/** Longer than the queue takes to give a dead worker's wake-up to another one. */
const LOST_AFTER_MS = 20_000

/** How many of each had lost their wake-up. */
export interface Rescued {
  deployments: number
  runs: number
  schedules: number
}

/**
 * Wakes what should have been woken and was not, whatever became of its wake-up: a queue that was
 * emptied or restored must not be the end of a deployment. Answers how many it found.
 */
export async function rescueWakeUps(services: Services): Promise<Rescued> {
  const { database } = services
  const lost = await database.asSystem(async (system) => {
    const before = new Date((await system.now()).getTime() - LOST_AFTER_MS)
    return {
      deployments: await deploymentsWithoutWakeUp(system, before),
      runs: await runsWithoutWakeUp(system, before),
      schedules: await schedulesWithoutWakeUp(system),
    }
  })
  for (const { id, teamId } of lost.deployments) await wakeDeployment(services, { id, teamId })
  for (const run of lost.runs) await wakeRun(services, run)
  for (const { id, teamId, wakeUpId } of lost.schedules) {
    await ringSchedule(services, workerActorOfTeam({ teamId }), { scheduleId: id, wakeUpId })
  }
  const { deployments, runs, schedules } = lost
  return { deployments: deployments.length, runs: runs.length, schedules: schedules.length }
}

async function wakeDeployment(
  { database, wakeUps }: Services,
  lost: { id: string; teamId: string },
): Promise<void> {
  await database.asTeam(teamIdOfRow(lost), async (team) => {
    const now = await team.now()
    const wakeUp = { kind: 'deployment', teamId: lost.teamId, deploymentId: lost.id } as const
    await changeDeployment(team, lost.id, { wakeUpId: await wakeUps.ask(team, wakeUp, now) })
    await writeTimeline(team, [
      {
        ...{ deploymentId: lost.id, at: now, event: 'deployment.wake_up_repaired', actor: 'Shipclock' },
        message: 'Its wake-up had been lost; it was woken by hand.',
        dedupeKey: 'wake-up-repaired',
      },
    ])
  })
}

async function wakeRun(
  { database, wakeUps }: Services,
  lost: { id: string; teamId: string; wakeUp: number },
): Promise<void> {
  await database.asTeam(teamIdOfRow(lost), async (team) => {
    const wakeUp = { kind: 'run', teamId: lost.teamId, runId: lost.id, number: lost.wakeUp } as const
    await wakeUps.ask(team, wakeUp, await team.now())
  })
}
