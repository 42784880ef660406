import { randomUUID } from 'node:crypto'
import { teamIdOfRow } from '@/lib/auth/team-id'
import { warmUpEcs } from '@/lib/ecs/warm-up'
import { cloudAccountAccess } from '@/lib/postgres/cloud-accounts'
import type { TeamDatabase } from '@/lib/postgres/database'
import { lockDeployment, readDeployment, waitingForService } from '@/lib/postgres/deployments'
import { lockDueDeployments, readDueDeployments, readStartFacts } from '@/lib/postgres/due-deployments'
import { pendingDependentsOf } from '@/lib/postgres/pending-dependents'
import { startAsPlanned } from '@/lib/postgres/planned-starts'
import { changeRun, leaseRun } from '@/lib/postgres/runs'
import { writeTimeline } from '@/lib/postgres/timeline'
import { transitionAll } from '@/lib/postgres/transitions'
import type { Services } from '@/lib/services'

/** Connections to have open when the first deployments come due together. */
const CONNECTIONS = 4

/**
 * Takes every step of a start once, for a team and a deployment that do not exist, and rolls each back.
 * The database client compiles a statement on first use, the queue connects on first use: a deployment
 * that is due right after a worker's start must not be the one that waits for that.
 */
export async function warmUp(services: Services): Promise<void> {
  for (const step of steps(services)) await rehearse(services, step)
  await Promise.all(Array.from({ length: CONNECTIONS }, () => rehearse(services, (team) => team.now())))
  await startAsPlanned(services.database, teamIdOfRow({ teamId: randomUUID() }), NOTHING_PLANNED, null)
  await warmUpEcs()
}

/** Starts nothing: it was true only long ago. */
const NOTHING_PLANNED = {
  ...{ deployments: [], moves: [], runs: [], firstSteps: [], settled: [] },
  ...{ latest: new Date(0), freezesVersion: 0 },
}

/** Each in a transaction of its own that never commits, whether the step failed (nothing is there) or not. */
async function rehearse(services: Services, step: (team: TeamDatabase) => Promise<unknown>): Promise<void> {
  const teamId = teamIdOfRow({ teamId: randomUUID() })
  await services.database
    .asTeam(teamId, async (team) => {
      await step(team)
      throw new Error('A rehearsal is rolled back.')
    })
    .catch(() => undefined)
}

function steps({ wakeUps }: Services): ((team: TeamDatabase) => Promise<unknown>)[] {
  const id = randomUUID()
  const now = new Date()
  const service = { cloudAccountId: id, cluster: 'none', service: 'none', now }
  const move = { deploymentId: id, at: now, reason: 'None.', event: 'none', actor: 'none' }
  const run = { id, deploymentId: id, attempt: 1, serviceKey: id, startedAt: now }
  const deployment = { kind: 'deployment', deploymentId: id } as const
  const next = { kind: 'run', runId: id, number: 1 } as const
  return [
    (team) => lockDueDeployments(team, [id], { notBefore: null, skipLocked: false }),
    (team) => readDueDeployments(team, [id]),
    (team) => readStartFacts(team, [id], [id]),
    (team) => transitionAll(team, [{ ...move, from: 'scheduled', to: 'running' }], [run]),
    (team) => wakeUps.ask(team, { ...deployment, teamId: team.teamId }, now),
    (team) => wakeUps.again(team, id, { wakeUp: { ...next, teamId: team.teamId }, at: now }),
    (team) => wakeUps.moveAll(team, [{ wakeUpId: id, at: now }]),
    (team) => wakeUps.drop(team, [id]),
    (team) => lockDeployment(team, id),
    (team) => readDeployment(team, id),
    (team) => pendingDependentsOf(team, [id]),
    (team) => waitingForService(team, service),
    (team) => cloudAccountAccess(team, id),
    (team) => leaseRun(team, { runId: id, wakeUp: 1, leasedBy: 'none', leaseMs: 1 }),
    (team) => changeRun(team, { id, fence: 1 }, { release: { wakeUp: 2, nextWakeUpAt: now } }),
    (team) => writeTimeline(team, [{ ...move, message: 'None.' }]),
  ]
}
