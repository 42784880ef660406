import type { Facts, Finding } from './facts'
import { findDouble } from './find-double'
import { findFalseSuccess } from './find-false-success'
import { findLost } from './find-lost'
import { findUnexplained } from './find-unexplained'

/** Everything about a run that must not be; nothing of it is taken from what Shipclock says of itself alone. */
export function check(facts: Facts): Finding[] {
  return [...findLost(facts), ...findDouble(facts), ...findFalseSuccess(facts), ...findUnexplained(facts)]
}
