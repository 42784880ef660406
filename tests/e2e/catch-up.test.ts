import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { launchBrowser } from '@/tests/setup/browser'
import { until } from '@/tests/setup/until'
import { becameDue } from './outage'
import { addDependency, type Person, pick, seeStatus, signedIn, submit } from './person'
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

async function schedule(application: string, environment: string, dependency?: string): Promise<string> {
  const form = await ada.openForm(`&app=${application}`)
  if (application !== 'worker') await pick(form, 'Environment', environment)
  if (dependency) await addDependency(form, { application: dependency, environment })
  return submit(form)
}

/** The list's entries of deployments that are called so: `API in Production`. */
const entry = (page: Page, kind: string, label: string): Locator => {
  const select = page.getByRole('checkbox', { name: `Select ${label}` })
  return page
    .getByRole('region', { name: new RegExp(`^${kind}`) })
    .getByRole('listitem')
    .filter({ has: select })
}
const counted = (page: Page, count: number) =>
  page.getByRole('link', { name: `Catch up ${count} to look at` }).waitFor()
const allIsWell = (page: Page) => page.getByRole('heading', { name: 'All is well' }).waitFor()

test('what an outage left behind comes to the page by itself, and one runs with what was skipped because of it', async () => {
  const { page } = ada
  const release = await schedule('web', 'Production', 'API')
  const late = await schedule('worker', 'Production')
  await ada.goTo('/catch-up')
  await allIsWell(page)

  // API, due a quarter of an hour before Web, is past its start deadline of an hour; Web is not.
  await becameDue(shipclock.databaseUrl, release, 50)
  const api = entry(page, 'Missed', 'API in Production')
  await api.getByText(/could not start within 1 h of its due time/).waitFor()
  await api.getByRole('link', { name: 'Web in Production' }).waitFor()
  await becameDue(shipclock.databaseUrl, late, 23)
  await entry(page, 'Started late', 'Worker in Production')
    .getByText(/^Started 23 min after its due time/)
    .waitFor()
  await counted(page, 2)

  await api.getByRole('button', { name: 'Run now' }).click()
  const dialog = page.getByRole('dialog', { name: 'Run it now?' })
  expect(await dialog.getByRole('checkbox', { name: 'Bring back Web in Production, too' }).isChecked()).toBe(
    true,
  )
  await dialog.getByRole('button', { name: 'Run now' }).click()
  await page.getByText('API in Production is due now.').waitFor()
  await api.waitFor({ state: 'detached' })
  await counted(page, 1)

  await ada.goTo(`/deployments/${release}`)
  await seeStatus(page, 'Succeeded')
  await page.getByText(/Brought back with API in Production, because of which it was skipped/).waitFor()
  const rollouts = (await shipclock.ledger()).filter(({ effect }) => effect.startsWith('rollout_started'))
  const order = rollouts.map(({ service }) => service).filter((service) => service !== 'worker')
  expect(order).toEqual(['api', 'web'])
})

test('what nobody wants any more is dismissed, one by one or all at once, and stays missed', async () => {
  const { page } = ada
  const web = await schedule('web', 'Staging')
  const others = [await schedule('api', 'Staging'), await schedule('api', 'Staging')]
  for (const id of [web, ...others]) await becameDue(shipclock.databaseUrl, id, 200)
  await ada.goTo('/catch-up')
  await entry(page, 'Missed', 'Web in Staging').getByRole('button', { name: 'Dismiss' }).waitFor()
  await until('both to be missed', async () => (await entry(page, 'Missed', 'API in Staging').count()) === 2)

  await entry(page, 'Missed', 'Web in Staging').getByRole('button', { name: 'Dismiss' }).press('Enter')
  await entry(page, 'Missed', 'Web in Staging').waitFor({ state: 'detached' })
  // Whoever works with the keyboard goes on from where they were.
  await page.locator('button[data-dismiss]:focus').waitFor()
  await page.getByText('Dismissed: Web in Staging.').waitFor()

  await page.getByRole('checkbox', { name: 'Select all' }).check()
  const bar = page.getByRole('toolbar', { name: 'What is selected' })
  await bar.getByRole('button', { name: 'Run 2 now' }).waitFor()
  // The worker's, from the test before, started late.
  await bar.getByRole('button', { name: 'Dismiss 3' }).click()
  await allIsWell(page)
  await page.getByRole('link', { name: 'Catch up', exact: true }).waitFor()

  await ada.goTo(`/deployments/${web}`)
  await seeStatus(page, 'Missed')
  await page.getByText(/Admin has seen that it was missed, and dismissed it from the list/).waitFor()
})

test('several run now together, and what can not says why; one is rescheduled from the list', async () => {
  const { page } = ada
  const ids = [
    await schedule('web', 'Staging'),
    await schedule('api', 'Staging'),
    await schedule('worker', 'Production'),
  ]
  for (const id of ids) await becameDue(shipclock.databaseUrl, id, 200)
  await ada.goTo('/catch-up')
  await until('all to be missed', async () => (await entry(page, 'Missed', '').count()) === 3)

  await entry(page, 'Missed', 'Worker in Production').getByRole('link', { name: 'Reschedule' }).click()
  const form = page.getByRole('dialog', { name: 'Reschedule Worker in Production' })
  await form.getByRole('spinbutton', { name: 'Hours' }).fill('23')
  await form.getByRole('spinbutton', { name: 'Minutes' }).fill('59')
  await form.getByRole('button', { name: 'Reschedule' }).click()
  await entry(page, 'Missed', 'Worker in Production').waitFor({ state: 'detached' })

  await page.getByRole('checkbox', { name: 'Select Web in Staging' }).check()
  await page.getByRole('checkbox', { name: 'Select API in Staging' }).check()
  await page.getByRole('button', { name: 'Run 2 now' }).click()
  // Somebody else was quicker with one of them.
  const bob = await signedIn(browser, shipclock)
  await bob.goTo('/catch-up')
  await entry(bob.page, 'Missed', 'API in Staging').getByRole('button', { name: 'Run now' }).click()
  await bob.page.getByRole('dialog').getByRole('button', { name: 'Run now' }).click()
  await bob.goTo(`/deployments/${ids[1]}`)
  await seeStatus(bob.page, 'Succeeded')
  await bob.close()
  await page
    .getByRole('dialog', { name: 'Run 2 deployments now?' })
    .getByRole('button', { name: 'Run now' })
    .click()
  await page.getByText('Web in Staging is due now.').waitFor()
  await page
    .getByRole('alert')
    .getByText(/API in Staging: It has already ended/)
    .waitFor()
})
