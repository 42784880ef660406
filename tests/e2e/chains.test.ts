import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { workerActorOfTeam } from '@/lib/auth/worker-actor'
import { PLAIN_EDGE } from '@/lib/domain/edge-rule'
import { scheduleDeployment } from '@/lib/use-cases/schedule-deployment'
import type { DependencyInput } from '@/lib/use-cases/target-planner'
import { launchBrowser } from '@/tests/setup/browser'
import { accepted, openTestServices } from '@/tests/setup/fixtures'
import { type Person, pick, signedIn, submit } from './person'
import { type RunningShipclock, startShipclock } from './start-shipclock'

let shipclock: RunningShipclock
let browser: Browser
let ada: Person

beforeAll(async () => {
  ;[shipclock, browser] = await Promise.all([startShipclock(), launchBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await shipclock?.stop()
})
beforeEach(async () => {
  ada = await signedIn(browser, shipclock)
})
afterEach(() => ada.close())

/** Web at 15:00 in Berlin, which follows API, ten minutes after it at the earliest, which needs Worker half an hour before. */
async function scheduleThreeLevels(): Promise<string> {
  const services = await openTestServices(shipclock.databaseUrl)
  const needs = (application: string, leadMinutes: number | null, dependencies: DependencyInput[] = []) => ({
    ...{
      kind: 'new' as const,
      application,
      environment: 'production',
      image: null,
      leadMinutes,
      dependencies,
    },
  })
  try {
    const [team] = await services.database.asSystem(
      ({ client }) => client.$queryRaw<{ teamId: string }[]>`SELECT id::text AS "teamId" FROM teams LIMIT 1`,
    )
    if (team === undefined) throw new Error('There is no team.')
    const api = { ...needs('api', null, [needs('worker', 30)]), rule: { ...PLAIN_EDGE, delayMinutes: 10 } }
    const scheduled = await scheduleDeployment(services, workerActorOfTeam(team), {
      ...{ application: 'web', environment: 'production', image: null, dependencies: [api] },
      ...{ startDeadlineMinutes: null, note: null, requestKey: null },
      due: { kind: 'local', local: '2027-06-15T15:00', timezone: 'Europe/Berlin', overlap: null },
    })
    return accepted(scheduled).id
  } finally {
    await services.close()
  }
}

test('a chain of several levels is drawn, each a link with status and time, and its longest way is marked', async () => {
  const id = await scheduleThreeLevels()
  const { page } = ada
  await ada.goTo(`/deployments/${id}`)
  const items = page.getByRole('region', { name: 'Chain' }).getByRole('listitem')
  await items.first().waitFor()
  const texts = (await items.allInnerTexts()).map((text) => text.replace(/\s+/g, ' '))
  expect(texts).toEqual([
    expect.stringMatching(/^Worker in Production Scheduled Tue 15 Jun 2027, 14:20 UTC\+2.* critical path$/),
    expect.stringMatching(/^API in Production Scheduled .* 14:50 UTC\+2.* needs Worker in Production$/),
    expect.stringMatching(
      /^Web in Production Scheduled this deployment .* 15:00 UTC\+2.* needs API in Production$/,
    ),
  ])
  // Level by level, from left to right.
  const boxes = await Promise.all((await items.all()).map((item) => item.boundingBox()))
  const lefts = boxes.map((box) => box?.x ?? Number.NaN)
  expect(lefts).toEqual([...new Set(lefts)].sort((one, other) => one - other))
  await page.getByText('API in Production, 10 min after its success').waitFor()

  // On a phone one below the other, without a way to scroll sideways.
  await page.setViewportSize({ width: 390, height: 844 })
  const below = await Promise.all((await items.all()).map((item) => item.boundingBox()))
  const tops = below.map((box) => box?.y ?? Number.NaN)
  expect(tops).toEqual([...new Set(tops)].sort((one, other) => one - other))
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)

  await items.getByRole('link', { name: 'Worker in Production' }).click()
  await page.getByRole('heading', { name: 'Worker in Production', level: 1 }).waitFor()
})

test('rescheduled, a chain is shown before with all that moves and when, and keeps its shape', async () => {
  const id = await scheduleThreeLevels()
  const { page } = ada
  await ada.goTo(`/deployments/${id}`)
  await page.getByRole('button', { name: 'Reschedule', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Reschedule' })
  await dialog.getByRole('spinbutton', { name: 'Hours' }).fill('17')
  await dialog.getByRole('spinbutton', { name: 'Minutes' }).fill('30')
  const row = dialog.getByRole('table', { name: 'What moves' }).getByRole('row')
  await row.filter({ hasText: /Worker in Production.*14:20 UTC\+2.*16:50 UTC\+2/ }).waitFor()
  await row.filter({ hasText: /API in Production.*14:50 UTC\+2.*17:20 UTC\+2/ }).waitFor()
  await row.filter({ hasText: /Web in Production.*15:00 UTC\+2.*17:30 UTC\+2/ }).waitFor()
  await dialog.getByRole('button', { name: 'Reschedule', exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
  const chain = page.getByRole('region', { name: 'Chain' })
  for (const instant of ['14:50', '15:20', '15:30']) {
    await chain.locator(`time[datetime="2027-06-15T${instant}:00.000Z"]`).waitFor()
  }
})

test('the form lets a deployment follow another, and says so', async () => {
  const { page } = ada
  const form = await ada.openForm('&app=web&date=2027-06-16&time=15:00')
  await pick(form, 'Environment', 'Production')
  await form.getByRole('button', { name: 'Add a dependency' }).click()
  const row = form.getByRole('group', { name: 'Dependency 1' })
  await pick(row, 'Application', 'API')
  await pick(row, 'Environment', 'Production')
  await pick(row, 'Start', 'As soon as this has succeeded')
  await row.getByLabel('Delay').fill('5')
  await pick(row, 'If it is not done in time', 'Skip this deployment')
  await row.getByLabel('Time it has').fill('30')
  await form.getByText(/starts then at the earliest, 5 min after API in Production has succeeded\./).waitFor()
  await submit(form)
  await page.getByText('API in Production, 5 min after its success').waitFor()
  await page.locator('time[datetime="2027-06-16T12:55:00.000Z"]').first().waitFor()
})
