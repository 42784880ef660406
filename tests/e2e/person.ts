import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import type { RunningShipclock } from './start-shipclock'

const PATIENCE_MS = 45_000
const DESKTOP = { width: 1280, height: 800 }

/** Somebody at a browser of their own. Finds everything by what a person would: words and roles. */
export interface Person {
  page: Page
  goTo(path: string): Promise<void>
  /** The schedule form, opened with what the address says. */
  openForm(query?: string): Promise<Locator>
  close(): Promise<void>
}

/** Opens a browser, signed in, in a time zone and language as real ones have them. */
export async function signedIn(
  browser: Browser,
  shipclock: RunningShipclock,
  options: BrowserContextOptions = {},
): Promise<Person> {
  const context = await browser.newContext({
    ...{ viewport: DESKTOP, locale: 'en-GB', timezoneId: 'Europe/Berlin', reducedMotion: 'reduce' },
    ...options,
  })
  context.setDefaultTimeout(PATIENCE_MS)
  const page = await context.newPage()
  const goTo = async (path: string) => {
    // The page's stream of changes is opened by its script: from then on it answers to what is done to it.
    const isAlive = page.waitForRequest((request) => request.url().endsWith('/api/events'))
    await page.goto(`${shipclock.url}${path}`)
    await isAlive
  }
  await page.goto(`${shipclock.url}/deployments`)
  await page.getByLabel('E-mail address').fill(shipclock.admin.email)
  await page.getByLabel('Password', { exact: true }).fill(shipclock.admin.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('heading', { name: 'Deployments', level: 1 }).waitFor()
  return {
    page,
    goTo,
    openForm: async (query = '') => {
      await goTo(`/deployments?schedule=1${query}`)
      const form = page.getByRole('dialog', { name: 'Schedule a deployment' })
      await form.getByLabel('Image or tag').waitFor()
      return form
    },
    close: () => context.close(),
  }
}

/** Picks from one of Mantine's selects: a text field that opens a list. */
export async function pick(within: Locator, field: string, option: string): Promise<void> {
  await within.getByRole('combobox', { name: field }).click()
  await within.page().getByRole('option', { name: option, exact: true }).click()
}

export interface DependencyToAdd {
  application: string
  environment: string
  image?: string
  leadMinutes?: number
}

/** Adds the form's first dependency. */
export async function addDependency(form: Locator, dependency: DependencyToAdd): Promise<void> {
  await form.getByRole('button', { name: 'Add a dependency' }).click()
  const row = form.getByRole('group', { name: 'Dependency 1' })
  await pick(row, 'Application', dependency.application)
  await pick(row, 'Environment', dependency.environment)
  if (dependency.image !== undefined) await row.getByLabel('Image or tag').fill(dependency.image)
  if (dependency.leadMinutes !== undefined) {
    await row.getByLabel('Lead time').fill(String(dependency.leadMinutes))
  }
}

/** Sends the form and waits for the page of what was scheduled; answers its id. */
export async function submit(form: Locator): Promise<string> {
  const page = form.page()
  await form.getByRole('button', { name: 'Schedule', exact: true }).click()
  await page.waitForURL(/\/deployments\/[0-9a-f-]{36}$/)
  return page.url().slice(-36)
}

/** Waits until the deployment's page, which is open, says this state beside its title: live, without a reload. */
export async function seeStatus(page: Page, word: string): Promise<void> {
  await page.locator('main header').getByText(word, { exact: true }).waitFor()
}

/** Presses a button of the page and confirms what it asks. */
export async function pressAndConfirm(page: Page, button: string, confirmation: string): Promise<void> {
  await page.getByRole('button', { name: button, exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: confirmation, exact: true }).click()
}
