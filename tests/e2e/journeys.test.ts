import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { launchBrowser } from '@/tests/setup/browser'
import { addDependency, type Person, pick, pressAndConfirm, seeStatus, signedIn, submit } from './person'
import { type LedgerLine, type RunningShipclock, startShipclock } from './start-shipclock'

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

const rolloutsOf = (ledger: LedgerLine[], service: string) =>
  ledger.filter((line) => line.service === service && line.effect.startsWith('rollout_started'))

test('what was scheduled with its dependency is seen to run, the dependency first, one rollout each', async () => {
  const { page } = ada
  const form = await ada.openForm('&app=web')
  await pick(form, 'Environment', 'Production')
  await form.getByLabel('Image or tag').fill('2.9.0')
  await addDependency(form, { application: 'API', environment: 'Production', image: '5.2.0', leadMinutes: 1 })
  await form.getByText(/^API in Production at .*, then Web in Production at .* in Berlin; in /).waitFor()
  await submit(form)
  await seeStatus(page, 'Scheduled')

  await pressAndConfirm(page, 'Run now', 'Run now')
  await seeStatus(page, 'Waiting')
  await seeStatus(page, 'Running')
  await page.getByRole('region', { name: 'Rollout' }).getByText('image').first().waitFor()
  await seeStatus(page, 'Succeeded')

  const order = page.getByRole('region', { name: 'Order' })
  await order.getByRole('link', { name: 'API in Production' }).click()
  await page.getByRole('heading', { name: 'API in Production', level: 1 }).waitFor()
  await seeStatus(page, 'Succeeded')
  const ledger = await shipclock.ledger()
  const [api, web] = [rolloutsOf(ledger, 'api'), rolloutsOf(ledger, 'web')]
  expect([api.length, web.length]).toEqual([1, 1])
  expect(api[0]?.seq).toBeLessThan(web[0]?.seq ?? 0)
})

test('a deployment that is cancelled before its start never reaches the platform', async () => {
  const { page } = ada
  const before = (await shipclock.ledger()).length
  const form = await ada.openForm('&app=worker')
  await submit(form)
  await pressAndConfirm(page, 'Cancel', 'Cancel deployment')
  await seeStatus(page, 'Cancelled')
  await page.getByText('Cancelled by Admin before it started.').first().waitFor()
  expect((await shipclock.ledger()).length).toBe(before)
})

test('a rollout that fails is rolled back and says why; what waits for it is skipped', async () => {
  const { page } = ada
  const form = await ada.openForm('&app=web')
  await pick(form, 'Environment', 'Staging')
  await addDependency(form, { application: 'API', environment: 'Staging', image: 'crash-1' })
  await submit(form)
  await pressAndConfirm(page, 'Run now', 'Run now')
  await seeStatus(page, 'Skipped')
  await page
    .getByText(/Skipped because API in Staging, which it depends on, was rolled back/)
    .first()
    .waitFor()

  await page.getByRole('region', { name: 'Order' }).getByRole('link', { name: 'API in Staging' }).click()
  await page.getByRole('heading', { name: 'API in Staging', level: 1 }).waitFor()
  await seeStatus(page, 'Rolled back')
  await page.getByText(/serves again/).waitFor()
  await page.getByRole('button', { name: 'Retry', exact: true }).waitFor()
})
