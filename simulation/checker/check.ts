import { findDouble } from '@/torture/checker/find-double'
import { findFalseSuccess } from '@/torture/checker/find-false-success'
import { asTortureHasIt } from './as-torture-has-it'
import type { Facts, Finding } from './facts'
import { findLost } from './find-lost'
import { findNeedlessCalls } from './find-needless-calls'
import { findReplacedSuccess } from './find-replaced-success'
import { findUnexplained } from './find-unexplained'
import { findUntimely } from './find-untimely'
import { findWrongLocalTime } from './find-wrong-local-time'

/**
 * Everything that must not be, by the rows, the answers and the platform's ledger held against each other.
 * Double rollouts and false successes are judged by the checker of the torture runs.
 */
export function check(facts: Facts): Finding[] {
  const known = asTortureHasIt(facts)
  return [
    ...findLost(facts),
    ...known.flatMap(findDouble),
    ...findNeedlessCalls(facts),
    ...known.flatMap(findFalseSuccess),
    ...findReplacedSuccess(facts),
    ...findUnexplained(facts),
    ...findUntimely(facts),
    ...findWrongLocalTime(facts),
  ]
}
