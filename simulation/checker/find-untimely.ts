import { ENDED_STATUSES } from '@/lib/domain/deployment-status'
import type { DeploymentFact, Facts, Finding, FindingKind } from './facts'

/** What is less than this cannot be told from nothing. */
const SLACK_MS = 1

/**
 * Starts before their time or after their start deadline; and such as came later than they had to: what
 * was due starts in that very millisecond, and what waited in the one in which its way was free, unless
 * something that we did was in the way all the time in between.
 */
export function findUntimely(facts: Facts): Finding[] {
  const freed = freedAt(facts)
  return facts.deployments.flatMap((row) => {
    const startedMs = row.startedAt?.getTime()
    const findings: Finding[] = []
    const find = (kind: FindingKind, why: string) => findings.push({ kind, about: row.id, why })
    if (startedMs !== undefined && startedMs < row.dueAt.getTime()) find('early', startWords(row))
    if (startedMs !== undefined && startedMs > row.startDeadlineAt.getTime())
      find('too_late', startWords(row))
    const why = whyLate(row, facts, freed)
    if (why !== null) find('late_without_cause', why)
    return findings
  })
}

function whyLate(row: DeploymentFact, facts: Facts, freed: ReturnType<typeof freedAt>): string | null {
  const isMissed = row.status === 'missed'
  const endMs = isMissed ? row.startDeadlineAt.getTime() : row.startedAt?.getTime()
  if (endMs === undefined || /by a fault that Shipclock does not know/.test(row.reason)) return null
  const began = waitedSince(row)
  if (began === null) {
    const reachesMs = excusedUntil(row.dueAt.getTime(), row.id, facts)
    return reachesMs + SLACK_MS >= endMs
      ? null
      : `${startWords(row)} Nothing was in the way after ${reachesMs}.`
  }
  // As long as it waits, its time is not its own.
  if (isMissed) return null
  const ends = (freed.get(row.teamId) ?? []).filter(({ id }) => id !== row.id).map(({ atMs }) => atMs)
  const ways = [began, ...ends, ...facts.limitsRaisedMs].filter((ms) => ms <= endMs && ms >= began)
  const isExcused = ways.some((ms) => excusedUntil(ms, row.id, facts) + SLACK_MS >= endMs)
  return isExcused ? null : `${startWords(row)} It waited since ${began}, and nothing ended just before.`
}

/** When it last began to wait or was held, before it started; null: it did neither. */
function waitedSince({ timeline }: DeploymentFact): number | null {
  const start = timeline.findIndex(({ toStatus }) => toStatus === 'running')
  const before = start < 0 ? timeline : timeline.slice(0, start)
  const last = before.findLast(({ toStatus }) => toStatus !== null && toStatus !== 'missed')
  return last?.toStatus === 'waiting' || last?.toStatus === 'held' ? last.at.getTime() : null
}

/** Until when, from an instant on, there was always something in the way. */
function excusedUntil(fromMs: number, id: string, { disturbances }: Facts): number {
  let reachesMs = fromMs
  const concerning = disturbances.filter(
    ({ about, untilMs }) => (about?.has(id) ?? true) && untilMs >= fromMs,
  )
  for (let grows = true; grows; ) {
    const next = concerning.filter((one) => one.fromMs <= reachesMs + SLACK_MS && one.untilMs > reachesMs)
    grows = next.length > 0
    reachesMs = Math.max(reachesMs, ...next.map(({ untilMs }) => untilMs))
  }
  return reachesMs
}

/** By team, when which deployment ended or was put off: others may have waited for that. */
function freedAt({ deployments }: Facts): Map<string, { id: string; atMs: number }[]> {
  const freed = new Map<string, { id: string; atMs: number }[]>()
  for (const { id, teamId, timeline } of deployments) {
    const ends = timeline.filter(({ toStatus }) => toStatus !== null && FREEING.has(toStatus))
    freed.set(teamId, [...(freed.get(teamId) ?? []), ...ends.map(({ at }) => ({ id, atMs: at.getTime() }))])
  }
  return freed
}

const FREEING: ReadonlySet<string> = new Set([...ENDED_STATUSES, 'scheduled'])

function startWords({ dueAt, startedAt, startDeadlineAt, status }: DeploymentFact): string {
  const started = startedAt === null ? 'did not start' : `started ${startedAt.toISOString()}`
  return `It was due ${dueAt.toISOString()} (${dueAt.getTime()}), at the latest ${startDeadlineAt.toISOString()}, ${started} and is ${status}.`
}
