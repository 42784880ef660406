import { durationWords } from '@/lib/domain/duration-words'
import type { StartDecision, StartDependency, StartFacts } from '@/lib/domain/start-decision'

type LateFacts = Pick<StartFacts, 'now' | 'dueAt' | 'startDeadlineAt' | 'dependencies'>

/**
 * What a dependency that has not succeeded in time makes of a deployment: `skip` or `miss` from its instant
 * on, null before that, where all are waited for, or where the start deadline passed first. Of several
 * the one whose time ran out first.
 */
export function lateDependency(facts: LateFacts): StartDecision | null {
  const { now, startDeadlineAt } = facts
  const [first] = deadlines(facts)
  if (first === undefined || now.getTime() < first.at.getTime()) return null
  if (first.at.getTime() > startDeadlineAt.getTime()) return null
  const { label, whenLate, lateAfterMinutes } = first
  const by = lateAfterMinutes === 0 ? 'by' : `${durationWords(lateAfterMinutes * 60_000)} after`
  const why = `${label}, which it depends on, had not succeeded ${by} its due time, and nobody wanted it to wait longer.`
  return whenLate === 'skip'
    ? { kind: 'skip', reason: `Skipped because ${why}` }
    : { kind: 'miss', reason: `Missed: it failed to start because ${why}` }
}

/** When the next of those that are not done is late; null: they are waited for until the start deadline. */
export function unfinishedBy(facts: LateFacts): Date | null {
  return deadlines(facts)[0]?.at ?? null
}

/** Of the dependencies that are not done and not waited for without end, the first to be late first. */
function deadlines({ dueAt, dependencies }: LateFacts) {
  return dependencies
    .flatMap((dependency) => deadlineOf(dependency, dueAt) ?? [])
    .sort((one, other) => one.at.getTime() - other.at.getTime())
}

function deadlineOf({ label, status, rule }: StartDependency, dueAt: Date) {
  if (!rule || rule.whenLate === 'wait' || status === 'succeeded') return null
  const { whenLate, lateAfterMinutes } = rule
  return { label, whenLate, lateAfterMinutes, at: new Date(dueAt.getTime() + lateAfterMinutes * 60_000) }
}
