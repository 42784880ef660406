import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { launchBrowser } from '@/tests/setup/browser'
import { addDependency, type Person, pick, pressAndConfirm, seeStatus, signedIn, submit } from './person'
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

test('rescheduled, a deployment moves with what was made for it, and says so beforehand and after', async () => {
  const { page } = ada
  const form = await ada.openForm('&app=web&date=2027-06-15&time=15:00')
  await pick(form, 'Environment', 'Production')
  await addDependency(form, { application: 'API', environment: 'Production', leadMinutes: 20 })
  await submit(form)
  await page.getByRole('button', { name: 'Reschedule', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Reschedule' })
  await dialog.getByRole('spinbutton', { name: 'Hours' }).fill('16')
  await dialog.getByRole('spinbutton', { name: 'Minutes' }).fill('45')
  await dialog.getByLabel('Image or tag').fill('3.0.0')
  await dialog
    .getByText(/^API in Production at 16:25, then Web in Production at 16:45, .* in Berlin/)
    .waitFor()
  await dialog.getByRole('button', { name: 'Reschedule', exact: true }).click()
  await dialog.waitFor({ state: 'detached' })

  await page.locator('time[datetime="2027-06-15T14:45:00.000Z"]').first().waitFor()
  await page.getByText(/changed the image to .*web:3\.0\.0/).waitFor()
  await page.getByRole('region', { name: 'Order' }).getByRole('link', { name: 'API in Production' }).click()
  await page.getByRole('heading', { name: 'API in Production', level: 1 }).waitFor()
  await page.locator('time[datetime="2027-06-15T14:25:00.000Z"]').first().waitFor()
  await page.getByText('Moved with Web in Production.').first().waitFor()
})

test('a rollout that is stopped goes back to what ran before, and ends cancelled', async () => {
  const { page } = ada
  const form = await ada.openForm('&app=worker')
  await form.getByLabel('Image or tag').fill('9.0.0-slow')
  await submit(form)
  await pressAndConfirm(page, 'Run now', 'Run now')
  await seeStatus(page, 'Running')
  await page.getByText(/^Seen /).waitFor()
  await page.getByRole('button', { name: 'Stop and roll back', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Stop and roll back?' })
  await dialog.getByText(/what ran before is brought back/).waitFor()
  await dialog.getByRole('button', { name: 'Stop and roll back', exact: true }).click()
  await seeStatus(page, 'Cancelled')
  await page
    .getByText(/what ran before serves again/)
    .first()
    .waitFor()
  await page.getByText('Admin asked to stop the rollout and go back to what ran before.').waitFor()
  const calls = (await shipclock.ledger()).filter(({ service }) => service === 'worker')
  expect(calls.map(({ operation }) => operation)).toEqual(expect.arrayContaining(['UpdateService']))
})

test('a rollout that failed once is retried as a second attempt, and succeeds', async () => {
  const { page } = ada
  await shipclock.orderOutcome({ cluster: 'demo-staging', service: 'api', outcome: 'crash_loop' })
  const form = await ada.openForm('&app=api')
  await pick(form, 'Environment', 'Staging')
  await submit(form)
  await pressAndConfirm(page, 'Run now', 'Run now')
  await seeStatus(page, 'Rolled back')
  await pressAndConfirm(page, 'Retry', 'Retry now')
  await seeStatus(page, 'Succeeded')
  const attempts = page.getByRole('region', { name: 'Attempts' }).getByRole('listitem')
  expect(await attempts.allInnerTexts()).toEqual([
    expect.stringMatching(/Attempt 2\s+Succeeded/),
    expect.stringMatching(/Attempt 1\s+Rolled back/),
  ])
  await page.getByText('Started again by Admin.').waitFor()
})
