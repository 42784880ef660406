import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readWorkerEnvironment } from '@/lib/env'
import { openLog } from '@/lib/log'
import { verifyInvariants } from '@/lib/queries/verify-invariants'
import { cancelDeployment } from '@/lib/use-cases/cancel-deployment'
import { confirmDeployment } from '@/lib/use-cases/confirm-deployment'
import { rescheduleDeployment } from '@/lib/use-cases/reschedule-deployment'
import { retryDeployment } from '@/lib/use-cases/retry-deployment'
import { revertDeployment } from '@/lib/use-cases/revert-deployment'
import { runDeploymentNow } from '@/lib/use-cases/run-deployment-now'
import { createTestDatabase, type TestDatabase } from '@/tests/setup/database'
import { accepted } from '@/tests/setup/fixtures'
import { createWorld, type World } from '@/tests/setup/world'
import { startWorker, type Worker } from '@/worker/worker'

let database: TestDatabase
let world: World
let worker: Worker

beforeAll(async () => {
  database = await createTestDatabase()
  world = await createWorld(database.url, {
    services: ['asked', 'until', 'confirmed', 'unconfirmed', 'theirs'],
  })
  const environment = readWorkerEnvironment({
    DATABASE_URL: database.url,
    SHIPCLOCK_ALLOW_PRIVATE_ENDPOINTS: 'true',
    ...world.services.vaultEnvironment,
  })
  worker = await startWorker(environment, openLog('silent'))
})
afterAll(async () => {
  const { invariants } = await verifyInvariants(world.services)
  await worker.stop()
  await world.close()
  await database.drop()
  expect(invariants.filter(({ count, severity }) => count > 0 && severity === 'fault')).toEqual([])
})

const MINUTE_MS = 60_000
const revertAt = (inMs: number) => ({
  kind: 'revert_at' as const,
  due: { kind: 'instant' as const, at: new Date(Date.now() + inMs), timezone: 'Europe/Berlin' },
})
const unlessConfirmed = { kind: 'revert_unless_confirmed' as const, withinMinutes: 30 }

/** The revisions that were rolled out, in order: `["web:2", "web:1"]`. */
const revisions = (service: string) =>
  world.rollouts(service).map((entry) => /task-definition\/(\S+)$/.exec(entry.effect)?.[1] ?? entry.effect)

async function deployed(
  application: string,
  afterwards?: typeof unlessConfirmed | ReturnType<typeof revertAt>,
) {
  const id = await world.schedule({ application, image: 'new', ...(afterwards && { afterwards }) })
  const deployment = await world.untilStatus(id, ['succeeded', 'failed', 'rolled_back'])
  expect(deployment).toMatchObject({ status: 'succeeded' })
  return deployment
}

const deployer = () => [world.services, world.team.deployer] as const

describe('a revert that somebody asks for', () => {
  test('brings back what ran before by one rollout, and can itself be reverted', async () => {
    const first = await deployed('asked')
    const { id } = accepted(await revertDeployment(...deployer(), { id: first.id }))
    const back = await world.untilStatus(id, ['succeeded', 'failed', 'rolled_back'])
    expect(back).toMatchObject({ status: 'succeeded', revertsId: first.id, image: null })
    expect(back.runs[0]).toMatchObject({
      revisionArn: first.runs[0]?.previousRevisionArn,
      previousRevisionArn: first.runs[0]?.revisionArn,
    })
    expect((await world.deployment(first.id)).revert).toMatchObject({ id, status: 'succeeded' })
    expect(await revertDeployment(...deployer(), { id: first.id })).toMatchObject({
      refusal: { kind: 'already_reverted' },
    })

    const forth = accepted(await revertDeployment(...deployer(), { id }))
    await world.untilStatus(forth.id, ['succeeded'])
    expect(revisions('asked')).toEqual(['asked:2', 'asked:1', 'asked:2'])
  })

  test('leaves alone what was deployed since, and says so', async () => {
    const first = await deployed('theirs')
    await deployed('theirs')
    const before = world.rollouts('theirs').length
    const { id } = accepted(await revertDeployment(...deployer(), { id: first.id }))
    const ended = await world.untilStatus(id, ['succeeded', 'failed'])
    expect(ended).toMatchObject({
      status: 'failed',
      reason: 'Not reverted: theirs:3 was deployed to theirs since, and was left alone.',
    })
    expect(world.rollouts('theirs')).toHaveLength(before)
  })

  test('is refused to a viewer, and of what has not succeeded', async () => {
    const id = await world.schedule({ inMs: 60 * MINUTE_MS })
    expect(await revertDeployment(world.services, world.team.viewer, { id })).toMatchObject({
      refusal: { kind: 'forbidden' },
    })
    expect(await revertDeployment(...deployer(), { id })).toMatchObject({
      refusal: { kind: 'not_revertable' },
    })
  })
})

describe('deploying until a time', () => {
  const scheduled = async (until: number) => {
    const id = await world.schedule({
      application: 'until',
      inMs: 60 * MINUTE_MS,
      afterwards: revertAt(until),
    })
    const revert = (await world.deployment(id)).revert
    if (revert === null) throw new Error('It has no revert.')
    return { id, revert }
  }

  test('the revert is there from the beginning, and keeps its distance when the deployment moves', async () => {
    const { id, revert } = await scheduled(90 * MINUTE_MS)
    const before = await world.deployment(id)
    expect(revert).toMatchObject({ status: 'scheduled' })
    const due = { kind: 'instant', at: new Date(Date.now() + 300 * MINUTE_MS), timezone: 'UTC' } as const
    const order = { id, due, startDeadlineMinutes: null, image: undefined, note: undefined }
    accepted(await rescheduleDeployment(...deployer(), order))
    const moved = await world.deployment(id)
    expect(Number(moved.revert?.dueAt) - Number(moved.dueAt)).toBe(
      Number(revert.dueAt) - Number(before.dueAt),
    )
    expect(await runDeploymentNow(...deployer(), { id: revert.id })).toMatchObject({
      refusal: { kind: 'revert_not_after' },
    })
    expect(
      await rescheduleDeployment(...deployer(), { ...order, id: revert.id, due: null, image: '2.0' }),
    ).toMatchObject({ refusal: { kind: 'revert_has_no_image' } })

    const again = { ...due, at: new Date(Date.now() + 600 * MINUTE_MS) }
    accepted(await rescheduleDeployment(...deployer(), { ...order, id: revert.id, due: again }))
    expect((await world.deployment(revert.id)).reason).toMatch(/^Due .*: brings back what ran before\.$/)

    const cancelled = accepted(await cancelDeployment(...deployer(), { id, stopRunning: false }))
    expect(cancelled.cancelledIds).toEqual([id, revert.id])
    expect(await world.deployment(revert.id)).toMatchObject({
      status: 'cancelled',
      reason: 'Cancelled with until in Production, which it would have reverted.',
    })
  })

  test('a deployment that fails has its revert skipped, and back when it is tried again', async () => {
    await world.control('next', { cluster: 'demo', service: 'until', outcome: 'crash_loop' })
    const { id, revert } = await scheduled(90 * MINUTE_MS)
    accepted(await runDeploymentNow(...deployer(), { id }))
    await world.untilStatus(id, ['rolled_back', 'failed'], 60_000)
    const skipped = await world.untilStatus(revert.id, ['skipped'])
    expect(skipped.reason).toMatch(/^Skipped because until in Production, which it depends on,/)
    accepted(await retryDeployment(...deployer(), { id }))
    await world.untilStatus(id, ['succeeded'])
    const back = await world.deployment(revert.id)
    expect(back.status).toBe('scheduled')

    accepted(await runDeploymentNow(...deployer(), { id: revert.id }))
    await world.untilStatus(revert.id, ['succeeded'])
    expect(revisions('until').at(-1)).toBe('until:1')
  }, 90_000)
})

describe('confirm or revert', () => {
  test('what somebody confirms stays: its revert is cancelled and the timeline says by whom', async () => {
    const { id, finishedAt } = await deployed('confirmed', unlessConfirmed)
    const { revert } = await world.deployment(id)
    expect(Number(revert?.dueAt) - Number(finishedAt)).toBe(30 * MINUTE_MS)
    accepted(await confirmDeployment(...deployer(), { id }))
    const { label } = world.team.deployer
    expect(await world.deployment(id)).toMatchObject({
      confirmedBy: label,
      revert: { id: revert?.id, status: 'cancelled' },
    })
    expect((await world.timeline(id)).at(-1)).toMatchObject({
      event: 'deployment.confirmed',
      message: `${label} confirmed it: it stays.`,
    })
    expect(await confirmDeployment(...deployer(), { id })).toMatchObject({
      refusal: { kind: 'nothing_to_confirm', why: 'confirmed' },
    })
    expect(revisions('confirmed')).toEqual(['confirmed:2'])
  })

  test('what nobody confirms is reverted at its time', async () => {
    const { id } = await deployed('unconfirmed', unlessConfirmed)
    const revertId = (await world.deployment(id)).revert?.id ?? ''
    const soon = new Date(Date.now() + 1500)
    await world.services.database.asTeam(world.team.teamId, async (team) => {
      const due = { kind: 'deployment', teamId: team.teamId, deploymentId: revertId } as const
      await team.client.$executeRaw`UPDATE deployments SET due_at = ${soon} WHERE id = ${revertId}::uuid`
      await world.services.wakeUps.ask(team, due, soon)
    })
    const back = await world.untilStatus(revertId, ['succeeded', 'failed', 'missed'])
    expect(back).toMatchObject({ status: 'succeeded' })
    expect(Number(back.startedAt)).toBeGreaterThanOrEqual(Number(soon))
    expect(revisions('unconfirmed')).toEqual(['unconfirmed:2', 'unconfirmed:1'])
    expect(await confirmDeployment(...deployer(), { id })).toMatchObject({
      refusal: { kind: 'nothing_to_confirm', why: 'over' },
    })
  })
})
