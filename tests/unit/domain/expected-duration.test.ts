import { expect, test } from 'vitest'
import { ASSUMED_DURATION_MS, ENOUGH_RUNS, expectedDuration } from '@/lib/domain/expected-duration'

test('what a target’s runs took is expected of the next one, once there are enough of them', () => {
  expect(expectedDuration({ runs: ENOUGH_RUNS, p90Ms: 90_000 })).toEqual({ ms: 90_000, isMeasured: true })
  const assumed = { ms: ASSUMED_DURATION_MS, isMeasured: false }
  expect(expectedDuration({ runs: ENOUGH_RUNS - 1, p90Ms: 90_000 })).toEqual(assumed)
  expect(expectedDuration({ runs: 0, p90Ms: null })).toEqual(assumed)
  expect(expectedDuration(undefined)).toEqual(assumed)
})
