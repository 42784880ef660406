import { fileURLToPath } from 'node:url'
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'

const root = fileURLToPath(new URL('.', import.meta.url))

/** Projects of one group run side by side, the groups one after the other. */
const sideBySide = 0
const byThemselves = 1
const inTheBrowser = 2

function project(
  name: string,
  options: Omit<NonNullable<TestProjectInlineConfiguration['test']>, 'name'> & { folder?: string },
): TestProjectInlineConfiguration {
  const { folder = name, ...test } = options
  return {
    extends: true,
    test: { name, include: [`tests/${folder}/**/*.test.ts`, `tests/${folder}/**/*.test.tsx`], ...test },
  }
}

const onPostgres = { globalSetup: ['tests/setup/postgres.ts'], testTimeout: 30_000, hookTimeout: 60_000 }

export default defineConfig({
  resolve: { alias: { '@': root, 'server-only': `${root}tests/setup/nothing.ts` } },
  test: {
    environment: 'node',
    // A crowded machine is no defect of the code: what hangs is ended, what is slow is not.
    testTimeout: 30_000,
    pool: 'forks',
    // Packages that vitest leaves to Node are found as in the product's own processes.
    execArgv: ['--import', `${root}scripts/alias.mjs`],
    maxWorkers: 2,
    reporters: ['default', './tests/setup/count-reporter.ts'],
    projects: [
      // The domain must not depend on the zone that its process happens to run in.
      project('unit', {
        env: { TZ: 'UTC', SHIPCLOCK_LOG_LEVEL: 'silent' },
        sequence: { groupOrder: sideBySide },
      }),
      project('unit-new-york', {
        folder: 'unit',
        env: { TZ: 'America/New_York', SHIPCLOCK_LOG_LEVEL: 'silent' },
        sequence: { groupOrder: sideBySide },
      }),
      project('integration', {
        ...onPostgres,
        env: { SHIPCLOCK_LOG_LEVEL: 'silent' },
        sequence: { groupOrder: sideBySide },
      }),
      project('contract', { ...onPostgres, sequence: { groupOrder: sideBySide } }),
      project('fault', {
        ...onPostgres,
        env: { SHIPCLOCK_LOG_LEVEL: 'silent' },
        sequence: { groupOrder: byThemselves },
        testTimeout: 120_000,
      }),
      project('e2e', {
        ...onPostgres,
        globalSetup: ['tests/setup/postgres.ts', 'tests/setup/build.ts'],
        sequence: { groupOrder: inTheBrowser },
        testTimeout: 180_000,
        hookTimeout: 180_000,
        maxWorkers: 1,
      }),
    ],
  },
})
