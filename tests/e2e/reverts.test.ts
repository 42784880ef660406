import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { launchBrowser } from '@/tests/setup/browser'
import { type Person, pressAndConfirm, seeStatus, signedIn, submit } from './person'
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

/** The revisions of the worker's service that were rolled out, in order: `["worker:2", "worker:1"]`. */
async function revisions(): Promise<string[]> {
  const ledger = await shipclock.ledger()
  return ledger.flatMap(({ service, effect }) => {
    const revision = /^rollout_started .*task-definition\/(\S+)/.exec(effect)?.[1]
    return service === 'worker' && revision !== undefined ? [revision] : []
  })
}

/** Deploys the worker as a new revision that somebody has to confirm, and waits until it has succeeded. */
async function deployToBeConfirmed(withinMinutes: number): Promise<void> {
  const form = await ada.openForm('&app=worker')
  await form.getByRole('radio', { name: /Revert unless somebody confirms it/ }).click()
  await form.getByLabel('Time to confirm').fill(String(withinMinutes))
  await form.getByText(`Reverted ${withinMinutes} min after it has succeeded`, { exact: false }).waitFor()
  await submit(form)
  await ada.page.getByText('it is reverted unless somebody confirms it in time').waitFor()
  await pressAndConfirm(ada.page, 'Run now', 'Run now')
  await seeStatus(ada.page, 'Succeeded')
  await question().waitFor()
}

const question = () => ada.page.getByRole('region', { name: 'Confirm or revert' })

test('what somebody confirms in time stays', async () => {
  await deployToBeConfirmed(30)
  await question()
    .getByText(/reverts in \d+ min/)
    .waitFor()
  await question()
    .getByText(/^Unless somebody confirms it by .*UTC/)
    .waitFor()
  const before = await revisions()
  await question().getByRole('button', { name: 'Confirm: it stays' }).click()
  await ada.page.getByText(/^Confirmed by Admin, .*: it stays\.$/).waitFor()
  await ada.page.getByText('Admin confirmed it: it stays.').waitFor()
  expect(await revisions()).toEqual(before)
})

test('what nobody confirms is brought back to what ran before, without a reload', async () => {
  const before = (await revisions()).at(-1)
  await deployToBeConfirmed(1)
  const broughtBack = ada.page.getByRole('main').getByRole('link', { name: 'brought back' })
  await ada.page.getByText('Reverted: what ran before was').waitFor({ timeout: 90_000 })
  await broughtBack.click()
  await ada.page.getByRole('heading', { name: 'Revert of Worker in Production', level: 1 }).waitFor()
  await seeStatus(ada.page, 'Succeeded')
  expect((await revisions()).at(-1)).toBe(before)
}, 180_000)

test('what succeeded is reverted by a click, and the way back leads to what it undid', async () => {
  const form = await ada.openForm('&app=worker')
  await submit(form)
  await pressAndConfirm(ada.page, 'Run now', 'Run now')
  await seeStatus(ada.page, 'Succeeded')
  const [before, deployed] = (await revisions()).slice(-2)
  await pressAndConfirm(ada.page, 'Revert', 'Revert now')
  await ada.page.getByRole('heading', { name: 'Revert of Worker in Production', level: 1 }).waitFor()
  await seeStatus(ada.page, 'Succeeded')
  expect((await revisions()).slice(-2)).toEqual([deployed, before])
  await ada.page.getByRole('link', { name: 'this deployment' }).click()
  await ada.page.getByText('Reverted: what ran before was').waitFor()
})
