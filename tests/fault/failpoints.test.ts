import type { ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FAILPOINTS, type Failpoint } from '@/lib/failpoints/failpoint'
import { cancelDeployment } from '@/lib/use-cases/cancel-deployment'
import { requestCloudAccountCheck } from '@/lib/use-cases/request-cloud-account-check'
import { createTestDatabase, type TestDatabase } from '@/tests/setup/database'
import { accepted } from '@/tests/setup/fixtures'
import { until } from '@/tests/setup/until'
import { createWorld, type World } from '@/tests/setup/world'

/** Each failpoint has a service of its own, and so a deployment that nothing else holds up. */
const serviceOf = (failpoint: Failpoint) => failpoint.toLowerCase().replace(/[._]/g, '-')
/** Its rollout is stopped; the worker that dies after stopping goes on with this one, and needs none of its own. */
const STOPPED: Failpoint = 'rollouts.stopRollout.before'

let database: TestDatabase
let world: World
/** What each worker was given to do; it may have died over what another one left behind. */
const deployments = new Map<Failpoint, string>()
const deaths = new Map<Failpoint, NodeJS.Signals | null>()

/** One worker after the other, each armed with one failpoint, until all have died; then two that live finish. */
beforeAll(async () => {
  database = await createTestDatabase()
  world = await createWorld(database.url, { services: FAILPOINTS.map(serviceOf) })
  for (const failpoint of FAILPOINTS) {
    const worker = world.startWorker({ SHIPCLOCK_FAILPOINTS: `${failpoint}=kill#1` })
    await giveItWork(failpoint)
    await until(`a worker to die at ${failpoint}`, () => worker.signalCode ?? worker.exitCode, 120_000)
    deaths.set(failpoint, signalOf(worker))
  }
  world.startWorker()
  world.startWorker()
  for (const id of deployments.values()) {
    await world.untilStatus(id, ['succeeded', 'failed', 'rolled_back', 'cancelled'], 120_000)
  }
}, 600_000)
afterAll(async () => {
  await world.close()
  await database.drop()
})

async function giveItWork(failpoint: Failpoint): Promise<void> {
  const application = serviceOf(failpoint)
  const { services, team } = world
  if (failpoint !== STOPPED) {
    deployments.set(failpoint, await world.schedule({ application }))
    if (failpoint.startsWith('wakeUp.cloud_account')) {
      accepted(await requestCloudAccountCheck(services, team.admin, { id: team.cloudAccountId }))
    }
    if (failpoint.startsWith('wakeUp.schedule')) await wakeSchedule()
    return
  }
  await world.control('next', { cluster: 'demo', service: application, outcome: 'slow', seconds: 90 })
  const id = await world.schedule({ application })
  deployments.set(failpoint, id)
  await until('its service deployment to be known', () => knowsServiceDeployment(id))
  accepted(await cancelDeployment(services, team.deployer, { id, stopRunning: true }))
}

/** One that is gone by now: what counts is that somebody handles its wake-up. */
async function wakeSchedule(): Promise<void> {
  const { database, wakeUps } = world.services
  const { teamId } = world.team
  const wakeUp = { kind: 'schedule', teamId, scheduleId: randomUUID() } as const
  await database.asTeam(teamId, async (team) => wakeUps.ask(team, wakeUp, await team.now()))
}

/** Without it ECS can't be asked to stop: Shipclock would go back by itself. */
function knowsServiceDeployment(deploymentId: string): Promise<boolean> {
  return world.services.database.asTeam(world.team.teamId, async ({ client }) => {
    const path = ['serviceDeploymentArn']
    const where = { deploymentId, record: { path, string_starts_with: 'arn:' } }
    return (await client.run.count({ where })) > 0
  })
}

function signalOf(worker: ChildProcess): NodeJS.Signals | null {
  return worker.signalCode
}

describe.each(FAILPOINTS)('a worker killed at %s', (failpoint) => {
  test('dies there, and its deployment ends as it would have, with one rollout', async () => {
    const deployment = await world.deployment(deployments.get(failpoint) ?? '')
    expect(deaths.get(failpoint)).toBe('SIGKILL')
    expect(deployment.status).toBe(failpoint === STOPPED ? 'cancelled' : 'succeeded')
    expect(world.rollouts(serviceOf(failpoint))).toHaveLength(1)
  })
})

test('whoever carries on in the middle of a step says so, and adopts what was done and not recorded', async () => {
  const timelines = await Promise.all([...deployments.values()].map((id) => world.timeline(id)))
  const times = (event: string) => timelines.flat().filter((entry) => entry.event === event).length
  // Six died around a call, in the middle of a step; one of them after it had started a rollout.
  expect(times('run.resumed')).toBeGreaterThanOrEqual(6)
  expect(times('run.rollout_adopted')).toBeGreaterThanOrEqual(1)
})
