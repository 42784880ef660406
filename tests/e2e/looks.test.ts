import { existsSync, mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '@/tests/setup/browser'
import { writeHistory } from './history'
import { addDependency, type Person, pick, pressAndConfirm, seeStatus, signedIn, submit } from './person'
import { type RunningShipclock, startShipclock } from './start-shipclock'

const DESKTOP = { width: 1280, height: 800 }
const PHONE = { width: 390, height: 844 }
const SCHEMES = ['light', 'dark'] as const

const PAGES = [
  '/deployments',
  '/deployments?view=past',
  '/deployments?q=nothing-has-this',
  '/deployments?schedule=1&app=web',
  '/calendar',
  '/calendar?view=week',
  '/calendar?view=day',
  '/calendar?view=agenda',
  '/catch-up',
  '/applications',
  '/environments',
  '/cloud-accounts',
  '/settings',
  '/settings/team',
]

/** Pictures of the README; taken on every run, kept where they are missing or when asked for. */
const pictures = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url))

let shipclock: RunningShipclock
let browser: Browser
let ada: Person

beforeAll(async () => {
  ;[shipclock, browser] = await Promise.all([startShipclock({ rolloutSeconds: 6 }), launchBrowser()])
  await writeHistory(shipclock.databaseUrl, 'Europe/Berlin')
  ada = await signedIn(browser, shipclock)
  mkdirSync(pictures, { recursive: true })
})
afterAll(async () => {
  await browser?.close()
  await shipclock?.stop()
})

test('the main screens show themselves in light and dark', async () => {
  const { page } = ada
  await ada.goTo('/calendar')
  await page
    .getByRole('link', { name: /Web in Production/ })
    .first()
    .waitFor()
  await takePicture(page, 'calendar')

  const form = await ada.openForm('&app=web')
  await pick(form, 'Environment', 'Production')
  await form.getByLabel('Image or tag').fill('2.9.0')
  await addDependency(form, { application: 'API', environment: 'Production', image: '5.2.0' })
  await form.getByText(/^API in Production at .*, then Web in Production at /).waitFor()
  await takePicture(page, 'schedule')
  const id = await submit(form)

  await pressAndConfirm(page, 'Run now', 'Run now')
  await seeStatus(page, 'Running')
  await page.getByText(/^Seen /).waitFor()
  await takePicture(page, 'deployment')
  await ada.goTo('/deployments')
  await page.getByRole('link', { name: 'Web in Production' }).first().waitFor()
  await takePicture(page, 'deployments')
  await ada.goTo(`/deployments/${id}`)
  await seeStatus(page, 'Succeeded')
  expect(await violations(page, `/deployments/${id}`)).toEqual([])
})

test.each(PAGES)(
  '%s has no serious accessibility fault, light or dark, on a desk or a phone',
  async (path) => {
    await ada.goTo(path)
    await ada.page.getByRole('heading', { level: 1 }).first().waitFor()
    expect(await violations(ada.page, path)).toEqual([])
  },
)

async function takePicture(page: Page, name: string): Promise<void> {
  for (const colorScheme of SCHEMES) {
    await wear(page, colorScheme)
    const path = `${pictures}${name}${colorScheme === 'dark' ? '-dark' : ''}.png`
    const isKept = process.env.SHIPCLOCK_KEEP_PICTURES === 'true' || !existsSync(path)
    const picture = await page.screenshot({ animations: 'disabled', ...(isKept && { path }) })
    expect(picture.length).toBeGreaterThan(10_000)
  }
  await page.emulateMedia({ colorScheme: 'light' })
}

/** Changes the colour scheme and waits until all colours have: half-way there the contrast is nobody's. */
async function wear(page: Page, colorScheme: (typeof SCHEMES)[number]): Promise<void> {
  await page.emulateMedia({ colorScheme })
  await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor({ state: 'attached' })
  await page.evaluate(async () => {
    // Two frames: the one that sees the new colours, and the one in which they have begun to fade.
    for (let frames = 0; frames < 2; frames += 1) await new Promise(requestAnimationFrame)
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getTiming().iterations !== Infinity)
    await Promise.allSettled(ending.map(({ finished }) => finished))
  })
}

async function violations(page: Page, path: string): Promise<string[]> {
  const found = new Set<string>()
  for (const viewport of [DESKTOP, PHONE]) {
    await page.setViewportSize(viewport)
    for (const colorScheme of SCHEMES) {
      await wear(page, colorScheme)
      const axe = new AxeBuilder({ page })
      // In the dark only the colours are others.
      const { violations: faults } = await (colorScheme === 'dark'
        ? axe.withRules('color-contrast')
        : axe
      ).analyze()
      for (const { id, impact, nodes } of faults) {
        if (impact !== 'serious' && impact !== 'critical') continue
        const where = nodes.map(({ target }) => target.join(' ')).slice(0, 3)
        found.add(`${path} ${colorScheme} ${viewport.width}: ${id} at ${where.join(', ')}`)
      }
    }
  }
  await page.setViewportSize(DESKTOP)
  return [...found]
}
