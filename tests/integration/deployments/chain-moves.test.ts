import { afterAll, beforeAll, expect, test } from 'vitest'
import { PLAIN_EDGE } from '@/lib/domain/edge-rule'
import { getDeployment } from '@/lib/queries/get-deployment'
import { createApplication } from '@/lib/use-cases/create-application'
import { rescheduleDeployment } from '@/lib/use-cases/reschedule-deployment'
import { scheduleDeployment } from '@/lib/use-cases/schedule-deployment'
import type { DependencyInput } from '@/lib/use-cases/target-planner'
import { createTestDatabase, type TestDatabase } from '@/tests/setup/database'
import {
  accepted,
  createTeamFixture,
  openTestServices,
  type TeamFixture,
  type TestServices,
} from '@/tests/setup/fixtures'

const MINUTE_MS = 60_000
const LEVELS = ['five', 'four', 'three', 'two', 'one'] as const
/** Before the one above. */
const LEADS = [0, 20, 7, 45, 10]

let database: TestDatabase
let services: TestServices
let team: TeamFixture

beforeAll(async () => {
  database = await createTestDatabase()
  services = await openTestServices(database.url)
  team = await createTeamFixture(services)
  for (const slug of LEVELS) {
    const target = { environment: 'production', service: slug, container: slug, imageRepository: null }
    accepted(await createApplication(services, team.admin, { name: slug, slug, targets: [target] }))
  }
})
afterAll(async () => {
  await services.close()
  await database.drop()
})

/** Each level needs the next; on every second one it follows. Answers their ids, the last to start first. */
async function scheduleChain(at: Date, follows: (level: number) => boolean = () => false): Promise<string[]> {
  const below = (level: number): DependencyInput[] =>
    level === LEVELS.length
      ? []
      : [
          {
            ...{ kind: 'new', application: LEVELS[level] ?? '', environment: null, image: null },
            leadMinutes: follows(level) ? null : (LEADS[level] ?? 0),
            rule: { ...PLAIN_EDGE, delayMinutes: follows(level) ? (LEADS[level] ?? 0) : null },
            dependencies: below(level + 1),
          },
        ]
  const scheduled = await scheduleDeployment(services, team.deployer, {
    ...{ application: 'five', environment: null, image: null, dependencies: below(1) },
    ...{ startDeadlineMinutes: null, note: null, requestKey: null },
    due: { kind: 'instant', at, timezone: 'Europe/Berlin' },
  })
  return accepted(scheduled).deploymentIds
}

const dueTimes = (ids: string[]) =>
  Promise.all(
    ids.map(async (id) => accepted(await getDeployment(services, team.viewer, { id })).dueAt.getTime()),
  )

const move = (id: string, at: Date, dryRun = false) =>
  rescheduleDeployment(services, team.deployer, {
    ...{ id, due: { kind: 'instant', at, timezone: 'Europe/Berlin' }, startDeadlineMinutes: null },
    ...{ image: undefined, note: undefined, dryRun },
  })

const inHours = (hours: number) =>
  new Date(Math.ceil(Date.now() / MINUTE_MS) * MINUTE_MS + hours * 60 * MINUTE_MS)

/** Each one's distance to the one above, in minutes. */
const distances = (due: number[]) => due.slice(1).map((at, level) => ((due[level] ?? 0) - at) / MINUTE_MS)

test('a chain of five levels keeps its shape through a reschedule, which was shown before', async () => {
  const ids = await scheduleChain(inHours(5))
  const before = await dueTimes(ids)
  expect(distances(before)).toEqual([20, 7, 45, 10])

  const to = inHours(30)
  const shown = accepted(await move(ids[0] ?? '', to, true))
  expect(await dueTimes(ids)).toEqual(before)
  const moved = accepted(await move(ids[0] ?? '', to))
  expect(moved.moves).toEqual(shown.moves)

  const after = await dueTimes(ids)
  expect(after[0]).toBe(to.getTime())
  expect(distances(after)).toEqual([20, 7, 45, 10])
  expect(shown.moves.map(({ id, kind, from, to }) => [id, kind, from.getTime(), to.getTime()])).toEqual(
    ids.map((id, level) => [id, level === 0 ? 'asked' : 'with', before[level], after[level]]).reverse(),
  )
})

test('one in the middle takes along what it needs itself, and can’t overtake what needs it', async () => {
  const ids = await scheduleChain(inHours(6))
  const before = await dueTimes(ids)
  const [, , third = ''] = ids
  const by = (minutes: number) => new Date((before[2] ?? 0) + minutes * MINUTE_MS)
  accepted(await move(third, by(7)))
  expect(distances(await dueTimes(ids))).toEqual([20, 0, 45, 10])
  expect(await move(third, by(8))).toMatchObject({
    refusal: { kind: 'after_dependent', label: 'four in Production' },
  })
})

test('what follows is shown to move, down to the end of the chain', async () => {
  const ids = await scheduleChain(inHours(7), () => true)
  const before = await dueTimes(ids)
  const first = ids.at(-1) ?? ''
  const to = new Date((before.at(-1) ?? 0) + 90 * MINUTE_MS)
  const { moves } = accepted(await move(first, to, true))
  expect(
    moves.map(({ id, kind, from, to }) => [id, kind, (to.getTime() - from.getTime()) / MINUTE_MS]),
  ).toEqual([...ids].reverse().map((id) => [id, id === first ? 'asked' : 'follows', 90]))
})

test('what another chain waits for is not moved beyond that', async () => {
  const ids = await scheduleChain(inHours(8))
  const last = ids.at(-1) ?? ''
  const other = await scheduleDeployment(services, team.deployer, {
    ...{ application: 'web', environment: 'production', image: null, note: null, requestKey: null },
    ...{
      dependencies: [{ kind: 'existing', deploymentId: last, leadMinutes: 0 }],
      startDeadlineMinutes: null,
    },
    due: { kind: 'instant', at: inHours(9), timezone: 'UTC' },
  })
  accepted(other)
  expect(await move(ids[0] ?? '', inHours(20))).toMatchObject({
    refusal: { kind: 'after_dependent', label: 'Web in Production' },
  })
})
