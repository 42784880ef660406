import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { makeApiToken } from '@/lib/auth/api-token'
import { launchBrowser } from '@/tests/setup/browser'
import { createTestDatabase, type TestDatabase } from '@/tests/setup/database'
import { sqlOn } from '@/tests/setup/own-postgres'
import { openTcpProxy, type TcpProxy } from '@/tests/setup/tcp-proxy'
import { type Person, pick, pressAndConfirm, seeStatus, signedIn, submit } from './person'
import { type RunningShipclock, startShipclock } from './start-shipclock'

const AWAY = 'Shipclock can’t reach its database'
const READ_ONLY = 'Shipclock’s database takes no changes at the moment'

let database: TestDatabase
let network: TcpProxy
let shipclock: RunningShipclock
let browser: Browser
let ada: Person

beforeAll(async () => {
  database = await createTestDatabase()
  network = await openTcpProxy(database.url)
  ;[shipclock, browser] = await Promise.all([startShipclock({ databaseUrl: network.url }), launchBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await shipclock?.stop()
  await network?.close()
  await database?.drop()
})
beforeEach(async () => {
  ada = await signedIn(browser, shipclock)
})
afterEach(async () => {
  network.mend()
  await ada.close()
})

const banner = (page: Page, words: string) => page.getByRole('status').getByText(words)

/** Leaves a mark that only a reload takes away. */
async function markPage(page: Page): Promise<() => Promise<boolean>> {
  await page.evaluate(() => document.documentElement.setAttribute('data-marked', 'true'))
  return () => page.evaluate(() => document.documentElement.hasAttribute('data-marked'))
}

async function askApi(path: string): Promise<Response> {
  return fetch(`${shipclock.url}/api/v1${path}`, {
    headers: { authorization: `Bearer ${makeApiToken()}` },
  })
}

test('the database goes away: what is open stays and says so, what is sent is refused in words, and all is well by itself when it is back', async () => {
  const { page } = ada
  const form = await ada.openForm('&app=worker')
  await form.getByLabel('Image or tag').fill('2.9.1')
  await form.getByLabel('Note').fill('Kept')
  const isUnloaded = await markPage(page)
  const other = await page.context().newPage()

  network.cut()
  await banner(page, AWAY).waitFor()
  await form.getByRole('button', { name: 'Schedule', exact: true }).click()
  const alert = form.getByRole('alert')
  await alert.getByText(AWAY).waitFor()
  await alert
    .getByText('Nothing was changed, and what you typed is still here. Try again in a moment.')
    .waitFor()
  expect(await form.getByLabel('Image or tag').first().inputValue()).toBe('2.9.1')
  expect(await form.getByLabel('Note').inputValue()).toBe('Kept')

  const opened = await other.goto(`${shipclock.url}/applications`)
  expect(opened?.status()).toBeLessThan(500)
  await other.getByRole('heading', { name: AWAY, level: 1 }).waitFor()
  await other.getByText('This page tries again by itself every few seconds.').waitFor()
  const refused = await askApi('/applications')
  expect(refused.status).toBe(503)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)

  network.mend()
  await other.getByRole('heading', { name: 'Applications', level: 1 }).waitFor()
  await banner(page, AWAY).waitFor({ state: 'detached' })
  expect(await isUnloaded()).toBe(true)
  expect(await form.getByLabel('Note').inputValue()).toBe('Kept')
  await submit(form)
  await pressAndConfirm(page, 'Run now', 'Run now')
  await seeStatus(page, 'Succeeded')
})

test('a page whose stream could not be opened again shows what it missed when the database is back', async () => {
  const { page } = ada
  const form = await ada.openForm('&app=api')
  await pick(form, 'Environment', 'Staging')
  await submit(form)
  await seeStatus(page, 'Scheduled')
  const id = page.url().slice(-36)

  network.cut()
  await banner(page, AWAY).waitFor()
  await sqlOn(
    database.url,
    `UPDATE deployments SET status = 'cancelled', finished_at = now(), reason = 'Elsewhere.' WHERE id = $1`,
    [id],
  )
  await seeStatus(page, 'Scheduled')
  network.mend()
  await seeStatus(page, 'Cancelled')
  await banner(page, AWAY).waitFor({ state: 'detached' })
})

test('the database takes no changes: pages can be read and say so, until it does', async () => {
  const { page } = ada
  const name = new URL(database.url).pathname.slice(1)
  await ada.goTo('/deployments')
  await sqlOn(database.url, `ALTER DATABASE "${name}" SET default_transaction_read_only = on`)
  await sqlOn(
    database.url,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  )
  await banner(page, READ_ONLY).waitFor()
  const form = await openFormOf(page)
  await form.getByRole('button', { name: 'Schedule', exact: true }).click()
  await form.getByRole('alert').getByText(READ_ONLY).waitFor()

  await sqlOn(database.url, `ALTER DATABASE "${name}" RESET default_transaction_read_only`)
  await banner(page, READ_ONLY).waitFor({ state: 'detached' })
  await submit(form)
})

/** Without waiting for the stream of changes, which may take its time now. */
async function openFormOf(page: Page) {
  await page.goto(`${shipclock.url}/deployments?schedule=1&app=worker`)
  const form = page.getByRole('dialog', { name: 'Schedule a deployment' })
  await form.getByLabel('Image or tag').waitFor()
  return form
}
