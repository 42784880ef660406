import { ensureBuilt } from '@/scripts/build'
import { unpackBrowser } from '@/tests/setup/browser'

/** Vitest's global set-up of the end-to-end tests: pages and browser are made ready once, before any test. */
export default async function setup(): Promise<void> {
  await Promise.all([ensureBuilt(), unpackBrowser()])
}
