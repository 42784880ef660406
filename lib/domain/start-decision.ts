import { type BadEnd, endedBadly } from '@/lib/domain/dependency-graph'
import { type DeploymentStatus, isPending } from '@/lib/domain/deployment-status'
import { durationWords } from '@/lib/domain/duration-words'
import type { EdgeRule } from '@/lib/domain/edge-rule'
import type { Freeze } from '@/lib/domain/freeze-window'
import { heldWords } from '@/lib/domain/freeze-words'
import { lateDependency, unfinishedBy } from '@/lib/domain/late-dependency'
import { listWords } from '@/lib/domain/list-words'

export interface StartFacts {
  now: Date
  status: DeploymentStatus
  dueAt: Date
  startDeadlineAt: Date
  dependencies: StartDependency[]
  /** Another deployment of the same target that is running. */
  targetBusyWith: { label: string } | null
  /** The team's running deployments, where they are as many as it may have; null: there is room. */
  teamBusy?: { running: number; limit: number } | null
  /** The freeze window that is open, if any. */
  freeze: Freeze | null
  /** The zone in which people are told until when it is held. */
  timezone: string
}

/** What a deployment that is `waiting` waits for. */
export type WaitingFor = 'dependencies' | 'target' | 'team'

export interface StartDependency {
  id: string
  label: string
  status: DeploymentStatus
  /** Why it is in that status, as a sentence. */
  reason: string
  /** What the deployment asks of it; left out: its success alone. */
  rule?: EdgeRule & { dueAt: Date; succeededAt: Date | null }
}

/** Every `reason` is a sentence for the timeline. */
export type StartDecision =
  | { kind: 'start' }
  | { kind: 'not_due'; dueAt: Date }
  /** It follows another, which ended or is due later than was planned: due then, and decided again. */
  | { kind: 'becomes_due'; dueAt: Date; reason: string }
  /** `until`: when it is to be decided again though nothing has changed; left out: after the start deadline. */
  | { kind: 'wait'; reason: string; on: WaitingFor; until?: Date }
  /** `until` is null when nobody can say when the freeze ends. */
  | { kind: 'hold'; until: Date | null; reason: string }
  | { kind: 'miss'; reason: string }
  | { kind: 'skip'; reason: string }
  /** Running or ended already, or due but not approved yet. */
  | { kind: 'nothing'; status: DeploymentStatus }

/**
 * What to do with a deployment now. It starts at its due time or later, up to and including its start
 * deadline, once all it depends on has succeeded, no freeze window is open, its target is free and its
 * team has a free place. A dependency that ended badly skips it at once, even before it is due. What
 * follows another becomes due when that has succeeded and the delay is over, never before its own due
 * time. A dependency that is late skips or misses it where that was asked for. While somebody's approval
 * is outstanding it does not start, but can be skipped or missed.
 */
export function decideStart(facts: StartFacts): StartDecision {
  const { now, status, dueAt, startDeadlineAt, dependencies, freeze, targetBusyWith } = facts
  if (!isPending(status)) return { kind: 'nothing', status }
  for (const dependency of dependencies) {
    if (endedBadly(dependency.status))
      return { kind: 'skip', reason: skipReason(dependency, dependency.status) }
  }
  const isApproved = status !== 'awaiting_approval'
  const follows = isApproved ? becomesDue(dueAt, dependencies) : null
  if (follows !== null) return follows
  if (now.getTime() < dueAt.getTime()) return { kind: 'not_due', dueAt }
  const late = isApproved ? lateDependency(facts) : null
  if (late !== null) return late
  if (now.getTime() > startDeadlineAt.getTime()) return { kind: 'miss', reason: missReason(facts) }
  if (!isApproved) return { kind: 'nothing', status }

  const unfinished = labelsOfUnfinished(dependencies)
  if (unfinished.length > 0) {
    const reason = `Waiting for ${listWords(unfinished)} to succeed.`
    const until = unfinishedBy(facts)
    return { kind: 'wait', on: 'dependencies', reason, ...(until !== null && { until }) }
  }
  if (freeze) return { kind: 'hold', until: freeze.endsAt, reason: heldWords(freeze, facts.timezone) }
  if (targetBusyWith) {
    const reason = `Waiting for ${targetBusyWith.label} to finish: a target runs one deployment at a time.`
    return { kind: 'wait', on: 'target', reason }
  }
  if (facts.teamBusy) return { kind: 'wait', on: 'team', reason: teamBusyReason(facts.teamBusy) }
  return { kind: 'start' }
}

/** Null: nothing that it follows keeps it beyond its due time, as far as is known by now. */
function becomesDue(dueAt: Date, dependencies: readonly StartDependency[]): StartDecision | null {
  const [last] = dependencies
    .flatMap((dependency) => followsAt(dependency) ?? [])
    .sort((one, other) => other.at.getTime() - one.at.getTime())
  if (last === undefined || last.at.getTime() <= dueAt.getTime()) return null
  return { kind: 'becomes_due', dueAt: last.at, reason: last.reason }
}

/** The earliest that it can be due after a dependency that it follows, and why; null: it does not follow it. */
function followsAt({ label, status, rule }: StartDependency): { at: Date; reason: string } | null {
  if (!rule || rule.delayMinutes === null) return null
  const { delayMinutes, dueAt, succeededAt } = rule
  const since = status === 'succeeded' && succeededAt !== null ? succeededAt : dueAt
  const after = delayMinutes === 0 ? 'Due as soon as' : `Due ${durationWords(delayMinutes * 60_000)} after`
  const reason =
    status === 'succeeded'
      ? `${after} ${label}, which it follows, has succeeded.`
      : `${after} ${label}, which it follows and which is due later now, has succeeded.`
  return { at: new Date(since.getTime() + delayMinutes * 60_000), reason }
}

function labelsOfUnfinished(dependencies: readonly StartDependency[]): string[] {
  return dependencies.filter(({ status }) => status !== 'succeeded').map(({ label }) => label)
}

function teamBusyReason({ running, limit }: { running: number; limit: number }): string {
  // More run than may where the limit was lowered meanwhile.
  const busy = running === 1 ? '1 is' : `${running} are`
  if (limit === 1 || running > limit)
    return `Waiting for a free place: the team may run ${limit} at once, and ${busy} running.`
  return `Waiting for a free place: ${running} of the team's ${limit} deployments at once are running.`
}

/** Names the dependency and, unless it is itself only the victim of another, why it ended. */
function skipReason({ label, reason }: StartDependency, status: BadEnd): string {
  const skipped = `Skipped because ${label}, which it depends on, ${HOW_IT_ENDED[status]}.`
  return reason === '' || status === 'skipped' ? skipped : `${skipped} ${sentence(reason)}`
}

const HOW_IT_ENDED: Record<BadEnd, string> = {
  failed: 'failed',
  rolled_back: 'was rolled back',
  cancelled: 'was cancelled',
  missed: 'missed its start deadline',
  skipped: 'was skipped',
}

/** What stands in the way still, or, by the status it was left in, what did until the start deadline passed. */
function missReason(facts: StartFacts): string {
  const { dueAt, startDeadlineAt, status, dependencies, freeze, targetBusyWith, teamBusy } = facts
  const allowed = durationWords(startDeadlineAt.getTime() - dueAt.getTime())
  const missed = `Missed: it could not start within ${allowed} of its due time`
  if (status === 'awaiting_approval') return `${missed}, because nobody had approved it.`
  const unfinished = labelsOfUnfinished(dependencies)
  if (unfinished.length > 0) return `${missed}, because ${listWords(unfinished)} had not succeeded by then.`
  if (freeze) return `${missed}, because of a freeze: ${sentence(freeze.reason)}`
  if (targetBusyWith) return `${missed}, because ${targetBusyWith.label} was still running.`
  if (teamBusy) return `${missed}, because the team had no free place: it runs ${teamBusy.limit} at once.`
  if (status === 'waiting') return `${missed}, because what it waited for took longer.`
  if (status === 'held') return `${missed}, because a freeze lasted longer.`
  return `${missed}, because no worker was running.`
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}
