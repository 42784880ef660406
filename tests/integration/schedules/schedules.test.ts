import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { workerActorOfTeam } from '@/lib/auth/worker-actor'
import { getDeployment } from '@/lib/queries/get-deployment'
import { getSchedule } from '@/lib/queries/get-schedule'
import { listOccurrences } from '@/lib/queries/list-occurrences'
import { verifyInvariants } from '@/lib/queries/verify-invariants'
import { cancelDeployment } from '@/lib/use-cases/cancel-deployment'
import { createSchedule } from '@/lib/use-cases/create-schedule'
import { deleteSchedule } from '@/lib/use-cases/delete-schedule'
import { giveUp } from '@/lib/use-cases/give-up'
import { pauseSchedule } from '@/lib/use-cases/pause-schedule'
import { rescueWakeUps } from '@/lib/use-cases/rescue-wake-ups'
import { resumeSchedule } from '@/lib/use-cases/resume-schedule'
import { ringSchedule } from '@/lib/use-cases/ring-schedule'
import type { ScheduleSettingsInput } from '@/lib/use-cases/schedule-input'
import { skipNextOccurrence } from '@/lib/use-cases/skip-next-occurrence'
import { updateSchedule } from '@/lib/use-cases/update-schedule'
import { createTestDatabase, type TestDatabase } from '@/tests/setup/database'
import {
  accepted,
  createTeamFixture,
  openTestServices,
  type TeamFixture,
  type TestServices,
} from '@/tests/setup/fixtures'
import { sqlOn } from '@/tests/setup/own-postgres'
import { scheduleOf } from '@/tests/setup/schedule-of'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const hourly = { kind: 'cron', expression: '0 * * * *' } as const

let database: TestDatabase
let services: TestServices
let team: TeamFixture
let offsetMs = 0

beforeAll(async () => {
  database = await createTestDatabase()
  services = await openTestServices(database.url, { clockOffsetMs: () => offsetMs })
})
beforeEach(async () => {
  goTo('2027-01-10T12:10:00Z')
  team = await createTeamFixture(services)
})
afterAll(async () => {
  await services.close()
  await database.drop()
})

function goTo(instant: string | Date): void {
  offsetMs = new Date(instant).getTime() - Date.now()
}

async function create(input: Partial<ScheduleSettingsInput> = {}): Promise<string> {
  return accepted(await createSchedule(services, team.deployer, scheduleOf(input))).id
}

const schedule = async (id: string) => accepted(await getSchedule(services, team.viewer, { id }))

async function occurrences(id: string) {
  const page = await listOccurrences(services, team.viewer, { id, limit: 2000, cursor: null })
  return accepted(page).items.toReversed()
}

/** What became of each: its instant, without the seconds, and a deployment's status or why there is none. */
async function fates(id: string): Promise<string[]> {
  return (await occurrences(id)).map(
    ({ dueAt, cause, deployment }) => `${dueAt.toISOString().slice(0, 16)} ${cause ?? deployment?.status}`,
  )
}

const stored = async (id: string) => {
  const rows = await sqlOn(database.url, `SELECT wake_up_id, next_at FROM schedules WHERE id = '${id}'`)
  return { wakeUpId: String(rows[0]?.wake_up_id), nextAt: rows[0]?.next_at as Date | null }
}

/** Its wake-up rings. */
async function ring(id: string) {
  const { wakeUpId } = await stored(id)
  const worker = workerActorOfTeam({ teamId: team.teamId })
  return accepted(await ringSchedule(services, worker, { scheduleId: id, wakeUpId }))
}

async function endAs(status: string): Promise<void> {
  await sqlOn(
    database.url,
    `UPDATE deployments SET status = '${status}', started_at = due_at,
       finished_at = CASE WHEN '${status}' = 'running' THEN NULL ELSE due_at END
     WHERE team_id = '${team.teamId}' AND status = 'scheduled'`,
  )
}

const scheduleFaults = async () => {
  const { invariants } = await verifyInvariants(services)
  return invariants.filter(({ name, count }) => /^(schedule|wake-up)-/.test(name) && count > 0)
}

describe('a schedule', () => {
  test('makes the next occurrence ahead, never one that has passed, and asks to be woken for it', async () => {
    const id = await create()
    expect(await fates(id)).toEqual(['2027-01-11T01:30 scheduled'])
    expect(await schedule(id)).toMatchObject({
      ...{ state: 'active', words: 'every day at 02:30', nextAt: new Date('2027-01-11T01:30:00Z') },
    })
    const [occurrence] = await occurrences(id)
    const made = accepted(
      await getDeployment(services, team.viewer, { id: occurrence?.deployment?.id ?? '' }),
    )
    expect(made).toMatchObject({
      ...{ localTime: '2027-01-11T02:30', timezone: 'Europe/Berlin', createdBy: 'Schedule Nightly' },
      startDeadlineAt: new Date('2027-01-11T02:30:00Z'),
    })
    expect(await scheduleFaults()).toEqual([])
  })

  test('makes the one after it when that is due, once, however often it is woken', async () => {
    const id = await create()
    expect(await ring(id)).toBe('put off')
    const { wakeUpId } = await stored(id)
    goTo('2027-01-11T01:30:01Z')
    await endAs('succeeded')
    const worker = workerActorOfTeam({ teamId: team.teamId })
    const rings = [1, 2, 3].map(() => ringSchedule(services, worker, { scheduleId: id, wakeUpId }))
    const became = (await Promise.all(rings)).map((rung) => accepted(rung))
    expect(became.sort()).toEqual(['planned', 'stale', 'stale'])
    expect(await fates(id)).toEqual(['2027-01-11T01:30 succeeded', '2027-01-12T01:30 scheduled'])
    expect(await scheduleFaults()).toEqual([])
  })

  test('skips what clocks skip, and says so; or moves it to the next minute that exists', async () => {
    goTo('2027-03-27T12:00:00Z')
    const skipping = await create()
    expect(await fates(skipping)).toEqual(['2027-03-28T01:00 gap', '2027-03-29T00:30 scheduled'])
    const [gap] = await occurrences(skipping)
    expect(gap?.reason).toBe(
      'Clocks in Europe/Berlin go forward and skip 2027-03-28 02:30, and the schedule says to leave it out.',
    )
    const moving = await create({ gap: 'next_valid' })
    expect(await fates(moving)).toEqual(['2027-03-28T01:00 scheduled'])
  })

  test('leaves one out when the one before has not ended', async () => {
    const id = await create()
    goTo('2027-01-11T01:30:01Z')
    await endAs('running')
    await ring(id)
    goTo('2027-01-12T01:30:01Z')
    await ring(id)
    expect(await fates(id)).toEqual([
      ...['2027-01-11T01:30 running', '2027-01-12T01:30 unfinished', '2027-01-13T01:30 scheduled'],
    ])
    const [, left] = await occurrences(id)
    expect(left).toMatchObject({
      reason:
        'The occurrence of Mon 11 Jan 2027, 02:30 UTC+1 had not ended, and the schedule says to leave one out then.',
      deployment: { status: 'skipped' },
    })
  })

  test('or lets one wait, but not two', async () => {
    const id = await create({ unfinished: 'queue_one' })
    goTo('2027-01-11T01:30:01Z')
    await endAs('running')
    await ring(id)
    goTo('2027-01-12T01:30:01Z')
    await ring(id)
    goTo('2027-01-13T01:30:01Z')
    await ring(id)
    expect(await fates(id)).toEqual([
      ...['2027-01-11T01:30 running', '2027-01-12T01:30 scheduled'],
      ...['2027-01-13T01:30 unfinished', '2027-01-14T01:30 scheduled'],
    ])
  })

  test('ends with its last day', async () => {
    const id = await create({ endsOn: '2027-01-11' })
    goTo('2027-01-11T01:30:01Z')
    await ring(id)
    expect(await schedule(id)).toMatchObject({ state: 'ended', nextAt: null })
    expect(
      accepted(await listOccurrences(services, team.viewer, { id, limit: 1, cursor: null })).foreseen,
    ).toEqual([])
  })

  test('puts each off by its jitter, which the deployment carries and the occurrence does not', async () => {
    const id = await create({ jitterMinutes: 30 })
    const [occurrence] = await occurrences(id)
    const start = occurrence?.deployment?.dueAt.getTime() ?? 0
    expect(occurrence?.dueAt).toEqual(new Date('2027-01-11T01:30:00Z'))
    expect(start).toBeGreaterThanOrEqual(occurrence?.dueAt.getTime() ?? 0)
    expect(start).toBeLessThanOrEqual(Date.parse('2027-01-11T02:00:00Z'))
    expect((await schedule(id)).nextAt?.getTime()).toBe(start)
  })
})

describe('after a downtime', () => {
  const down = async (catchUp: ScheduleSettingsInput['catchUp']) => {
    const id = await create({ recurrence: hourly, timezone: 'UTC', catchUp, catchUpMinutes: 150 })
    goTo('2027-01-10T17:20:00Z')
    await ring(id)
    return id
  }
  const first = '2027-01-10T13:00 scheduled'
  const next = '2027-01-10T18:00 scheduled'
  const passed = (...whats: string[]) => whats.map((what, index) => `2027-01-10T${14 + index}:00 ${what}`)

  test('none is made up for', async () => {
    const id = await down('none')
    expect(await fates(id)).toEqual([
      ...[first, ...passed('catch_up', 'catch_up', 'catch_up', 'catch_up'), next],
    ])
    expect((await occurrences(id))[1]?.reason).toBe(
      'It was due Sun 10 Jan 2027, 14:00 UTC, when no worker was there; the schedule does not catch up.',
    )
  })

  test('or the last one, due now', async () => {
    const id = await down('last')
    expect(await fates(id)).toEqual([
      ...[first, ...passed('catch_up', 'catch_up', 'catch_up', 'scheduled'), next],
    ])
    const late = (await occurrences(id))[4]
    expect(late?.deployment?.dueAt.toISOString()).toMatch(/^2027-01-10T17:20/)
  })

  test('or all within a deadline', async () => {
    const id = await down('all')
    expect(await fates(id)).toEqual([
      ...[first, ...passed('catch_up', 'scheduled', 'scheduled', 'scheduled'), next],
    ])
  })

  test('however long, in stretches, each once', async () => {
    const id = await create({ recurrence: hourly, timezone: 'UTC', catchUp: 'last' })
    goTo('2027-02-10T12:10:00Z')
    for (let rings = 0; rings < 4; rings += 1) await ring(id)
    const all = await occurrences(id)
    expect(all.length).toBe(31 * 24 + 1)
    const made = all.filter(({ cause }) => cause === null).map(({ dueAt }) => dueAt.toISOString())
    expect(made).toEqual([
      ...['2027-01-10T13:00:00.000Z', '2027-02-10T12:00:00.000Z', '2027-02-10T13:00:00.000Z'],
    ])
  })
})

describe('a person', () => {
  test('pauses it: what was made ahead is cancelled, what passes is left out; and resumes it', async () => {
    const id = await create()
    accepted(await pauseSchedule(services, team.deployer, { id, note: 'Holidays.' }))
    expect(await schedule(id)).toMatchObject({ state: 'paused', pauseNote: 'Holidays.' })
    expect(await fates(id)).toEqual([])
    goTo('2027-01-12T01:30:01Z')
    await ring(id)
    expect(await fates(id)).toEqual(['2027-01-11T01:30 paused', '2027-01-12T01:30 paused'])
    expect((await occurrences(id))[0]?.reason).toMatch(
      /^The schedule was paused by deployer \w+: Holidays\.$/,
    )
    goTo('2027-01-13T12:00:00Z')
    accepted(await resumeSchedule(services, team.deployer, { id }))
    expect(await fates(id)).toEqual([
      ...['2027-01-11T01:30 paused', '2027-01-12T01:30 paused', '2027-01-13T01:30 paused'],
      '2027-01-14T01:30 scheduled',
    ])
    expect(await scheduleFaults()).toEqual([])
  })

  test('skips the next one, and the one after that', async () => {
    const id = await create()
    accepted(await skipNextOccurrence(services, team.deployer, { id }))
    accepted(await skipNextOccurrence(services, team.deployer, { id }))
    const skipped = ['2027-01-11T01:30 person', '2027-01-12T01:30 person']
    expect(await fates(id)).toEqual([...skipped, '2027-01-13T01:30 scheduled'])
    expect(await scheduleFaults()).toEqual([])
  })

  test('skips the next one while it is paused', async () => {
    const id = await create()
    accepted(await pauseSchedule(services, team.deployer, { id, note: null }))
    accepted(await skipNextOccurrence(services, team.deployer, { id }))
    accepted(await resumeSchedule(services, team.deployer, { id }))
    expect(await fates(id)).toEqual(['2027-01-11T01:30 person', '2027-01-12T01:30 scheduled'])
  })

  test('can’t skip what does not come', async () => {
    const id = await create({ endsOn: '2027-01-11' })
    accepted(await skipNextOccurrence(services, team.deployer, { id }))
    expect(await skipNextOccurrence(services, team.deployer, { id })).toEqual({
      ...{ ok: false, refusal: { kind: 'nothing_to_skip' } },
    })
  })

  test('cancels a deployment of it, and the next comes all the same', async () => {
    const id = await create()
    const [occurrence] = await occurrences(id)
    const deployment = { id: occurrence?.deployment?.id ?? '', stopRunning: false }
    accepted(await cancelDeployment(services, team.deployer, deployment))
    goTo('2027-01-11T01:30:01Z')
    await ring(id)
    expect(await fates(id)).toEqual(['2027-01-11T01:30 cancelled', '2027-01-12T01:30 scheduled'])
  })

  test('changes it: what was made ahead is made anew, what was decided stays', async () => {
    const id = await create()
    goTo('2027-01-11T01:30:01Z')
    await endAs('succeeded')
    await ring(id)
    const change = { id, recurrence: { kind: 'daily', time: '09:00' } as const, image: '2.0' }
    accepted(await updateSchedule(services, team.deployer, change))
    expect(await fates(id)).toEqual(['2027-01-11T01:30 succeeded', '2027-01-11T08:00 scheduled'])
    expect(await schedule(id)).toMatchObject({
      ...{ name: 'Nightly', image: 'registry.example/shipclock-demo/web:2.0', words: 'every day at 09:00' },
    })
    expect(await scheduleFaults()).toEqual([])
  })

  test('pauses it after a downtime: what passed meanwhile has its reason', async () => {
    const id = await create({ recurrence: hourly, timezone: 'UTC' })
    goTo('2027-01-10T15:20:00Z')
    accepted(await pauseSchedule(services, team.deployer, { id, note: null }))
    expect(await fates(id)).toEqual([
      ...['2027-01-10T13:00 scheduled', '2027-01-10T14:00 catch_up', '2027-01-10T15:00 catch_up'],
    ])
  })

  test('deletes it: what was made ahead is cancelled and nothing of it is left', async () => {
    const id = await create()
    const [occurrence] = await occurrences(id)
    accepted(await deleteSchedule(services, team.deployer, { id }))
    expect(await getSchedule(services, team.viewer, { id })).toMatchObject({ refusal: { kind: 'not_found' } })
    const deployment = { id: occurrence?.deployment?.id ?? '' }
    expect(accepted(await getDeployment(services, team.viewer, deployment))).toMatchObject({
      status: 'cancelled',
      reason: expect.stringMatching(/^The schedule “Nightly” was deleted by deployer/),
    })
    expect(await scheduleFaults()).toEqual([])
  })

  test.each([
    [{ recurrence: { kind: 'cron', expression: '* * * * *' } as const }, { kind: 'too_often', minutes: 5 }],
    [{ endsOn: '2027-01-01' }, { kind: 'never_happens' }],
    [{ application: 'nothing' }, { kind: 'not_found', path: 'application' }],
    [{ image: 'a b' }, { kind: 'invalid_image', path: 'image' }],
    [{ name: ' ' }, { kind: 'invalid', path: 'name' }],
  ])('is refused %o', async (input, refusal) => {
    expect(await createSchedule(services, team.deployer, scheduleOf(input))).toMatchObject({
      ok: false,
      refusal,
    })
  })
})

describe('a lost wake-up', () => {
  test('is named by verify and asked for anew by the rescue, before it is missed', async () => {
    const id = await create()
    const { wakeUpId } = await stored(id)
    await sqlOn(database.url, `DELETE FROM pgboss.job WHERE id = '${wakeUpId}'`)
    expect(await scheduleFaults()).toMatchObject([{ name: 'schedule-has-wake-up', count: 1 }])
    expect(await rescueWakeUps(services)).toMatchObject({ schedules: 1 })
    expect(await scheduleFaults()).toEqual([])
    expect(await fates(id)).toEqual(['2027-01-11T01:30 scheduled'])
  })

  test('is rung at once where it is due', async () => {
    const id = await create()
    const { wakeUpId } = await stored(id)
    goTo('2027-01-11T01:30:30Z')
    await sqlOn(database.url, `DELETE FROM pgboss.job WHERE id = '${wakeUpId}'`)
    await rescueWakeUps(services)
    expect((await fates(id)).at(-1)).toBe('2027-01-12T01:30 scheduled')
  })
})

test('what can’t be planned is paused, and says why', async () => {
  const id = await create()
  const { wakeUpId } = await stored(id)
  const wakeUp = { kind: 'schedule', teamId: team.teamId, scheduleId: id } as const
  const worker = workerActorOfTeam({ teamId: team.teamId })
  accepted(await giveUp(services, worker, { wakeUp, wakeUpId, tries: 3 }))
  expect(await schedule(id)).toMatchObject({
    ...{
      state: 'paused',
      pausedBy: 'Shipclock',
      pauseNote: expect.stringContaining('Planning it failed 3 times'),
    },
  })
})

test('an application that runs there no more makes nothing, and the occurrences say so', async () => {
  const id = await create()
  const [occurrence] = await occurrences(id)
  const deployment = { id: occurrence?.deployment?.id ?? '', stopRunning: false }
  accepted(await cancelDeployment(services, team.deployer, deployment))
  await sqlOn(database.url, `UPDATE targets SET retired_at = now() WHERE team_id = '${team.teamId}'`)
  goTo(new Date(Date.parse('2027-01-11T01:30:01Z') + DAY_MS))
  await ring(id)
  expect((await occurrences(id)).at(-1)).toMatchObject({
    ...{ cause: 'paused', reason: 'Web does not run in Production any more.' },
  })
})
