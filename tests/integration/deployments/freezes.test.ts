import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { workerActorOfTeam } from '@/lib/auth/worker-actor'
import type { Result } from '@/lib/domain/result'
import { formatInZone } from '@/lib/domain/zone-format'
import { getDeployment } from '@/lib/queries/get-deployment'
import { getFreezeOutlook } from '@/lib/queries/get-freeze-outlook'
import { getTimeline } from '@/lib/queries/get-timeline'
import { listFreezes } from '@/lib/queries/list-freezes'
import { createFreeze } from '@/lib/use-cases/create-freeze'
import { deleteFreeze } from '@/lib/use-cases/delete-freeze'
import type { FreezeInput } from '@/lib/use-cases/freeze-input'
import { overrideFreeze } from '@/lib/use-cases/override-freeze'
import { rescheduleDeployment } from '@/lib/use-cases/reschedule-deployment'
import { type ScheduleDeploymentInput, scheduleDeployment } from '@/lib/use-cases/schedule-deployment'
import { startDueDeployments } from '@/lib/use-cases/start-due-deployments'
import type { DependencyInput } from '@/lib/use-cases/target-planner'
import { updateFreeze } from '@/lib/use-cases/update-freeze'
import { createTestDatabase, type TestDatabase } from '@/tests/setup/database'
import {
  accepted,
  createTeamFixture,
  openTestServices,
  type TeamFixture,
  type TestServices,
} from '@/tests/setup/fixtures'

const MINUTE_MS = 60_000

let database: TestDatabase | null = null
let services: TestServices
let team: TeamFixture
let offsetMs = 0

beforeEach(async () => {
  await end()
  offsetMs = 0
  database = await createTestDatabase()
  services = await openTestServices(database.url, { clockOffsetMs: () => offsetMs })
  team = await createTeamFixture(services)
})
afterAll(end)

async function end(): Promise<void> {
  if (database === null) return
  await services.close()
  await database.drop()
  database = null
}

const read = async (id: string) => accepted(await getDeployment(services, team.viewer, { id }))
const messages = async (id: string) =>
  accepted(await getTimeline(services, team.viewer, { id, limit: 100, cursor: null })).items.map(
    ({ message }) => message,
  )

/** Due `minutes` from now. */
async function schedule(application: string, minutes: number, startDeadlineMinutes = 60) {
  const scheduled = await scheduleDeployment(services, team.deployer, {
    ...{ application, environment: 'production', image: null, dependencies: [] },
    ...{ startDeadlineMinutes, note: null, requestKey: null },
    due: { kind: 'instant', at: inMinutes(minutes), timezone: 'Europe/Berlin' },
  })
  return accepted(scheduled).id
}

const inMinutes = (minutes: number) => new Date(Date.now() + offsetMs + minutes * MINUTE_MS)

async function freeze(from: number, until: number, over: Partial<FreezeInput> = {}) {
  const [startsAt, endsAt] = [inMinutes(from).toISOString(), inMinutes(until).toISOString()]
  const input: FreezeInput = {
    ...{ effect: 'freeze', reason: 'Sale', environment: 'production', application: null },
    span: { kind: 'once', startsAt, endsAt, timezone: 'UTC' },
    ...over,
  }
  return accepted(await createFreeze(services, team.admin, input))
}

/** What a worker does that was woken for these. */
async function wake(...ids: string[]) {
  const rung = await Promise.all(
    ids.map(async (id) => ({ deploymentId: id, wakeUpId: (await read(id)).wakeUpId })),
  )
  const actor = workerActorOfTeam({ teamId: team.teamId })
  accepted(await startDueDeployments(services, actor, { rung, notBefore: null, skipLocked: false }))
}

/** When workers are woken, to the second, for whom. */
async function wakeUps(): Promise<Map<string, Date[]>> {
  const jobs = await services.database.asSystem(
    ({ client }) => client.$queryRaw<{ id: string; at: Date }[]>`
      SELECT data ->> 'deploymentId' AS id, start_after AS at FROM pgboss.job
      WHERE name = 'wake-up' AND data ->> 'kind' = 'deployment' ORDER BY start_after`,
  )
  const byId = Map.groupBy(jobs, ({ id }) => id)
  return new Map([...byId].map(([id, of]) => [id, of.map(({ at }) => at)]))
}

const pass = (minutes: number) => {
  offsetMs += minutes * MINUTE_MS
}

describe('a deployment that becomes due in a freeze', () => {
  test('is held, says why and until when in its zone, and a worker is woken at the end of the freeze', async () => {
    const id = await schedule('web', 10)
    const { span } = await freeze(0, 30)
    pass(10)
    await wake(id)
    const { status, reason } = await read(id)
    if (span.kind !== 'once') throw new Error('It was made once.')
    const until = formatInZone(span.endsAt, 'Europe/Berlin')
    expect({ status, reason }).toEqual({ status: 'held', reason: `Held by a freeze until ${until}: Sale.` })
    expect((await wakeUps()).get(id)).toEqual([span.endsAt])
  })

  test('starts when it has ended, and its timeline tells both', async () => {
    const id = await schedule('web', 10)
    await freeze(0, 30)
    pass(10)
    await wake(id)
    pass(20)
    await wake(id)
    expect((await read(id)).status).toBe('running')
    expect((await messages(id)).slice(1)).toEqual([
      expect.stringMatching(/^Held by a freeze until .*: Sale\.$/),
      'Started when the freeze had ended, 20 min after its due time.',
    ])
  })

  test('that begins only after its due time starts on time', async () => {
    const id = await schedule('web', 10)
    await freeze(11, 30)
    pass(10)
    await wake(id)
    expect((await read(id)).status).toBe('running')
  })

  test('that outlasts its start deadline is woken right after that, and missed', async () => {
    const id = await schedule('web', 10, 15)
    await freeze(0, 60)
    pass(10)
    await wake(id)
    const { startDeadlineAt } = await read(id)
    expect((await wakeUps()).get(id)).toEqual([new Date(startDeadlineAt.getTime() + 1)])
    pass(16)
    await wake(id)
    expect(await read(id)).toMatchObject({
      status: 'missed',
      reason: 'Missed: it could not start within 15 min of its due time, because of a freeze: Sale.',
    })
  })

  test('of another environment or another application starts', async () => {
    const [web, api] = [await schedule('web', 10), await schedule('api', 10)]
    await freeze(0, 30, { environment: 'staging' })
    await freeze(0, 30, { environment: null, application: 'api' })
    pass(10)
    await wake(web, api)
    expect([(await read(web)).status, (await read(api)).status]).toEqual(['running', 'held'])
  })

  test('outside of the allowed windows is held until the next one opens', async () => {
    const id = await schedule('web', 10)
    const opens = inMinutes(40)
    const span = {
      ...{ kind: 'once' as const, timezone: 'UTC' },
      ...{ startsAt: opens.toISOString(), endsAt: inMinutes(90).toISOString() },
    }
    await freeze(0, 0, { effect: 'allow', reason: 'Hours', span })
    pass(10)
    await wake(id)
    expect((await read(id)).reason).toMatch(/^Held until .*, outside of the allowed windows: Hours\.$/)
    expect((await wakeUps()).get(id)).toEqual([opens])
  })
})

describe('whoever schedules into a freeze', () => {
  const order = (minutes: number, over: Partial<ScheduleDeploymentInput> = {}): ScheduleDeploymentInput => ({
    ...{ application: 'web', environment: 'production', image: null, dependencies: [] },
    ...{ startDeadlineMinutes: 15, note: null, requestKey: null },
    due: { kind: 'instant', at: inMinutes(minutes), timezone: 'UTC' },
    ...over,
  })
  const api: DependencyInput = {
    ...{ kind: 'new', application: 'api', environment: null, image: null, leadMinutes: 10, dependencies: [] },
  }

  test('is refused with the reason, the end of the freeze and the next free time', async () => {
    const { span } = await freeze(0, 30)
    if (span.kind !== 'once') throw new Error('It was made once.')
    const refused = await scheduleDeployment(services, team.deployer, order(10))
    if (refused.ok || refused.refusal.kind !== 'freeze_conflict') throw new Error('It was not refused.')
    const { label, freeze: found, nextFree } = refused.refusal
    expect({ label, found }).toEqual({
      ...{ label: 'Web in Production', found: { effect: 'freeze', reason: 'Sale', endsAt: span.endsAt } },
    })
    const again = { kind: 'instant', at: nextFree ?? new Date(0), timezone: 'UTC' } as const
    accepted(await scheduleDeployment(services, team.deployer, order(0, { due: again })))
  })

  test('is refused for what must go first, too', async () => {
    await freeze(0, 30, { application: 'api' })
    const refused = await scheduleDeployment(services, team.deployer, order(35, { dependencies: [api] }))
    expect(refused).toMatchObject({ refusal: { kind: 'freeze_conflict', label: 'API in Production' } })
  })

  test('can say that it shall be held: its start deadline counts from the end of the freeze', async () => {
    const { span } = await freeze(0, 120)
    if (span.kind !== 'once') throw new Error('It was made once.')
    const { id } = accepted(await scheduleDeployment(services, team.deployer, order(10, { hold: true })))
    expect((await read(id)).startDeadlineAt).toEqual(new Date(span.endsAt.getTime() + 15 * MINUTE_MS))
    pass(10)
    await wake(id)
    expect((await read(id)).status).toBe('held')
    pass(110)
    await wake(id)
    expect((await read(id)).status).toBe('running')
  })

  test('finds the same when moving one, but may change what stays at its time', async () => {
    const id = await schedule('web', 10)
    await freeze(5, 30)
    const keep = { id, due: null, startDeadlineMinutes: 20, image: undefined, note: 'still' }
    accepted(await rescheduleDeployment(services, team.deployer, keep))
    const { due } = order(20)
    const move = { ...keep, due, note: undefined }
    expect(await rescheduleDeployment(services, team.deployer, move)).toMatchObject({
      refusal: { kind: 'freeze_conflict', label: 'Web in Production' },
    })
    accepted(await rescheduleDeployment(services, team.deployer, { ...move, hold: true }))
  })
})

describe('several that are held', () => {
  test('start in the order of their due times when the freeze has ended', async () => {
    const late = await schedule('web', 12)
    const early = await schedule('web', 10)
    await freeze(0, 30)
    pass(12)
    await wake(late, early)
    pass(18)
    await wake(late, early)
    expect([(await read(early)).status, (await read(late)).status]).toEqual(['running', 'waiting'])
  })
})

describe('held ones are woken at once', () => {
  test.each<[string, (id: string) => Promise<Result<unknown, object>>, string]>([
    ['deleted', (id) => deleteFreeze(services, team.admin, { id }), 'running'],
    [
      'shortened',
      (id) =>
        updateFreeze(services, team.admin, {
          id,
          span: {
            ...{ kind: 'once', startsAt: inMinutes(-20).toISOString(), timezone: 'UTC' },
            endsAt: inMinutes(-1).toISOString(),
          },
        }),
      'running',
    ],
    [
      'moved to staging',
      (id) => updateFreeze(services, team.admin, { id, environment: 'staging' }),
      'running',
    ],
    ['explained better', (id) => updateFreeze(services, team.admin, { id, reason: 'Big sale' }), 'held'],
  ])('when their freeze is %s', async (_what, change, becomes) => {
    const held = await schedule('web', 10)
    const { id } = await freeze(0, 30)
    pass(10)
    await wake(held)
    accepted(await change(id))
    const [first] = (await wakeUps()).get(held) ?? []
    expect(first?.getTime()).toBeLessThanOrEqual(inMinutes(0).getTime())
    await wake(held)
    expect((await read(held)).status).toBe(becomes)
    if (becomes === 'held') expect((await read(held)).reason).toMatch(/: Big sale\.$/)
  })

  test('and what is due later is left alone', async () => {
    const later = await schedule('web', 60)
    const before = (await wakeUps()).get(later)
    const { id } = await freeze(0, 30)
    accepted(await deleteFreeze(services, team.admin, { id }))
    expect((await wakeUps()).get(later)).toEqual(before)
  })
})

describe('an admin who lets one through', () => {
  const override = (id: string, reason = 'Fixes the checkout') =>
    overrideFreeze(services, team.admin, { id, reason })

  test('starts at once what is held; its timeline says who, and why', async () => {
    const [id, other] = [await schedule('web', 10), await schedule('api', 10)]
    await freeze(0, 30)
    pass(10)
    await wake(id, other)
    accepted(await override(id))
    const [first] = (await wakeUps()).get(id) ?? []
    expect(first?.getTime()).toBeLessThanOrEqual(inMinutes(0).getTime())
    await wake(id, other)
    expect([(await read(id)).status, (await read(other)).status]).toEqual(['running', 'held'])
    expect((await messages(id)).slice(2)).toEqual([
      `${team.admin.label} let it through freezes: Fixes the checkout`,
      expect.stringMatching(/^Started/),
    ])
  })

  test('can do so before it is due', async () => {
    const id = await schedule('web', 10)
    await freeze(0, 30)
    expect(accepted(await getFreezeOutlook(services, team.viewer, { id }))).toMatchObject({
      ...{ freeze: { reason: 'Sale' }, timezone: 'Europe/Berlin' },
    })
    accepted(await override(id))
    expect(accepted(await getFreezeOutlook(services, team.viewer, { id }))).toBeNull()
    pass(10)
    await wake(id)
    expect((await read(id)).status).toBe('running')
  })

  test('meant the time it had: moved into a freeze it is held again', async () => {
    const id = await schedule('web', 10)
    await freeze(0, 60)
    accepted(await override(id))
    const due = { kind: 'instant', at: inMinutes(20), timezone: 'UTC' } as const
    const move = { id, due, startDeadlineMinutes: null, image: undefined, note: undefined, hold: true }
    accepted(await rescheduleDeployment(services, team.deployer, move))
    pass(20)
    await wake(id)
    expect((await read(id)).status).toBe('held')
  })

  test('has to be an admin with a reason, and in time', async () => {
    const id = await schedule('web', 10)
    expect(await override(id, ' ')).toMatchObject({ refusal: { kind: 'invalid', path: 'reason' } })
    const byDeployer = await overrideFreeze(services, team.deployer, { id, reason: 'Mine' })
    expect(byDeployer).toMatchObject({ refusal: { kind: 'forbidden' } })
    pass(10)
    await wake(id)
    expect(await override(id)).toMatchObject({ refusal: { kind: 'too_late' } })
  })
})

describe('what an admin enters', () => {
  const weekly: FreezeInput = {
    ...{ effect: 'allow', reason: 'Office hours', environment: null, application: null },
    span: { kind: 'weekly', weekdays: [4, 1, 4], from: '09:00', until: '16:00', timezone: 'Europe/Berlin' },
  }

  test('is shown as it was entered', async () => {
    const made = accepted(await createFreeze(services, team.admin, { ...weekly, application: 'web' }))
    expect(made).toMatchObject({
      ...{ effect: 'allow', reason: 'Office hours', environment: null, application: { slug: 'web' } },
      span: { ...weekly.span, weekdays: [1, 4] },
      createdBy: team.admin.label,
    })
    expect(accepted(await listFreezes(services, team.viewer, {})).items).toEqual([made])
  })

  test.each<[Partial<FreezeInput>, object]>([
    [{ reason: ' ' }, { kind: 'invalid', path: 'reason' }],
    [{ environment: 'nowhere' }, { kind: 'not_found', what: 'environment', path: 'environment' }],
    [{ application: 'nothing' }, { kind: 'not_found', what: 'application', path: 'application' }],
    [{ span: { ...weekly.span, timezone: 'Mars/Olympus' } }, { kind: 'invalid', path: 'timezone' }],
    [
      { span: { kind: 'weekly', weekdays: [], from: '09:00', until: '16:00', timezone: 'UTC' } },
      { kind: 'invalid', path: 'weekdays' },
    ],
    [
      { span: { kind: 'weekly', weekdays: [1], from: '9:00', until: '16:00', timezone: 'UTC' } },
      { kind: 'invalid', path: 'from' },
    ],
    [
      {
        span: {
          ...{ kind: 'once', timezone: 'UTC' },
          ...{ startsAt: '2027-01-02T00:00', endsAt: '2027-01-02T00:00' },
        },
      },
      { kind: 'invalid', path: 'endsAt' },
    ],
  ])('%j is refused with the field that is wrong', async (over, refusal) => {
    const refused = await createFreeze(services, team.admin, { ...weekly, ...over })
    expect(refused).toMatchObject({ ok: false, refusal })
    expect(accepted(await listFreezes(services, team.viewer, {})).items).toEqual([])
  })

  test('is for admins: deployers may neither make nor change nor delete a freeze', async () => {
    const { id } = await freeze(0, 30)
    const forbidden = { ok: false, refusal: { kind: 'forbidden' } }
    expect(await createFreeze(services, team.deployer, weekly)).toMatchObject(forbidden)
    expect(await updateFreeze(services, team.deployer, { id, reason: 'Mine' })).toMatchObject(forbidden)
    expect(await deleteFreeze(services, team.deployer, { id })).toMatchObject(forbidden)
  })

  test('goes with the environment that it was for', async () => {
    const { environmentId } = team
    await freeze(0, 30, { environment: team.staging.id })
    await freeze(0, 30)
    await services.database.asTeam(team.teamId, async ({ client, teamId }) => {
      await client.target.deleteMany({ where: { teamId, environmentId: team.staging.id } })
      await client.environment.delete({ where: { teamId_id: { teamId, id: team.staging.id } } })
    })
    const { items } = accepted(await listFreezes(services, team.viewer, {}))
    expect(items.map(({ environment }) => environment?.id)).toEqual([environmentId])
  })
})
