import type { Browser, Locator } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { addDays } from '@/app/(dashboard)/calendar/calendar-place'
import { localTimeAt, resolveDueTime } from '@/lib/domain/due-time'
import { formatClock } from '@/lib/domain/zone-format'
import { launchBrowser } from '@/tests/setup/browser'
import { addDependency, type Person, pick, signedIn, submit } from './person'
import { type RunningShipclock, startShipclock } from './start-shipclock'

const NEW_YORK = 'America/New_York'

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
  ada = await signedIn(browser, shipclock, { timezoneId: NEW_YORK, locale: 'en-US' })
})
afterEach(() => ada.close())

/** The next day on which clocks in New York do this to `time`. */
function nextDayWith(time: string, kind: 'time_in_gap' | 'time_ambiguous'): string {
  let day = localTimeAt(new Date(), NEW_YORK).local.slice(0, 10)
  for (let days = 0; days < 400; days += 1) {
    day = addDays(day, 1)
    const resolved = resolveDueTime({ local: `${day}T${time}`, timezone: NEW_YORK, overlap: null })
    if (!resolved.ok && resolved.refusal.kind === kind) return day
  }
  throw new Error(`New York has no ${kind} any more.`)
}

const send = (form: Locator) => form.getByRole('button', { name: 'Schedule', exact: true }).click()

test('an hour that clocks skip is refused, and the nearest time around it is one click away', async () => {
  const day = nextDayWith('02:30', 'time_in_gap')
  const form = await ada.openForm(`&app=worker&date=${day}&time=02:30`)
  await form.getByText('This time does not exist').waitFor()
  await form.getByRole('button', { name: 'Use 1:59 am' }).waitFor()
  await send(form)
  await form.getByRole('button', { name: 'Use 3:00 am' }).click()
  await form.getByText(/^Worker in Production at 3:00 am, .* in New York; in /).waitFor()
  await submit(form)
})

test('an hour that clocks show twice must be chosen, and the chosen one is meant', async () => {
  const day = nextDayWith('01:30', 'time_ambiguous')
  const form = await ada.openForm(`&app=worker&date=${day}&time=01:30`)
  const choice = form.getByRole('radiogroup', { name: 'Which 1:30 am?' })
  await choice.getByRole('radio', { name: /The earlier one: 1:30 am EDT/ }).waitFor()
  await send(form)
  await form.getByText('Choose which one you mean', { exact: false }).waitFor()
  await choice.getByRole('radio', { name: /The later one: 1:30 am EST/ }).click()
  await submit(form)
  const later = resolveDueTime({ local: `${day}T01:30`, timezone: NEW_YORK, overlap: 'later' })
  if (!later.ok) throw new Error('The later pass does not resolve.')
  await ada.page.locator(`time[datetime="${later.value.dueAt.toISOString()}"]`).first().waitFor()
})

test('a refusal by the server leaves everything as it was typed', async () => {
  const { page } = ada
  // A browser whose clock is two hours slow takes an hour ago for ahead; the server does not.
  const hourAgo = new Date(Date.now() - 60 * 60_000)
  const [date, time] = localTimeAt(hourAgo, NEW_YORK).local.split('T')
  await page.clock.setFixedTime(Date.now() - 120 * 60_000)
  const form = await ada.openForm(`&app=web&date=${date}&time=${time}&zone=${NEW_YORK}`)
  await pick(form, 'Environment', 'Production')
  await form.getByLabel('Image or tag').fill('2.9.1')
  await form.getByLabel('Note').fill('Kept')
  await addDependency(form, { application: 'API', environment: 'Production', leadMinutes: 7 })
  await send(form)
  await form.getByText('This time has passed').first().waitFor()
  await expectTyped(form)
})

test('without a connection or a session nothing is lost, and sending again makes one deployment', async () => {
  const { page } = ada
  const form = await ada.openForm('&app=web')
  await pick(form, 'Environment', 'Production')
  await form.getByLabel('Image or tag').fill('2.9.1')
  await form.getByLabel('Note').fill('Kept')
  await addDependency(form, { application: 'API', environment: 'Production', leadMinutes: 7 })
  await page.context().setOffline(true)
  await send(form)
  await form.getByText('Shipclock can’t be reached').waitFor()
  await expectTyped(form)

  await page.context().setOffline(false)
  const cookies = await page.context().cookies()
  await page.context().clearCookies({ name: /session/ })
  await send(form)
  await form.getByText('You are signed out').waitFor()
  await expectTyped(form)

  await page.context().addCookies(cookies)
  await form.getByRole('button', { name: 'Schedule', exact: true }).dblclick()
  await page.waitForURL(/\/deployments\/[0-9a-f-]{36}$/)
  await ada.goTo('/deployments?q=Kept')
  await page.getByRole('link', { name: 'Web in Production' }).first().waitFor()
  expect(await page.getByRole('link', { name: 'Web in Production' }).count()).toBe(1)
})

async function expectTyped(form: Locator): Promise<void> {
  const first = form.getByLabel('Image or tag').first()
  expect(await first.inputValue()).toBe('2.9.1')
  expect(await form.getByLabel('Note').inputValue()).toBe('Kept')
  const dependency = form.getByRole('group', { name: 'Dependency 1' })
  expect(await dependency.getByRole('combobox', { name: 'Application' }).inputValue()).toBe('API')
  expect(await dependency.getByLabel('Lead time').inputValue()).toBe('7 min')
}

test('a dependency that would have to start in the past offers the earliest possible time', async () => {
  const soon = new Date(Math.ceil(Date.now() / 60_000) * 60_000 + 5 * 60_000)
  const [date, time] = localTimeAt(soon, NEW_YORK).local.split('T')
  const form = await ada.openForm(`&app=web&date=${date}&time=${time}`)
  await pick(form, 'Environment', 'Production')
  await addDependency(form, { application: 'API', environment: 'Production', leadMinutes: 30 })
  await form.getByText(/API in Production would be due .*, which has passed/).waitFor()
  await form.getByRole('button', { name: /Use the earliest possible time/ }).click()
  await form.getByText(/^API in Production at .*, then Web in Production at /).waitFor()
  expect(await form.getByText(`at ${formatClock(soon, NEW_YORK, { hour12: true })},`).count()).toBe(0)
})
