import { minutesAfter } from '@/lib/domain/due-decision'
import { decideGap, decidePassed, type Fate } from '@/lib/domain/occurrence-decision'
import type { GapOccurrence, Occurrence, PlannedOccurrence } from '@/lib/domain/occurrences'
import { jitterOf, scheduleTimes } from '@/lib/domain/schedule-times'
import { insertOccurrences, type NewOccurrence } from '@/lib/postgres/occurrences'
import { changeSchedule, type StoredSchedule } from '@/lib/postgres/schedules'
import { targetsToSchedule } from '@/lib/postgres/targets-to-schedule'
import { makeDeployment } from './make-occurrence'
import type { UseCaseContext } from './use-case'

/** So many at once; the rest in the next transaction, which follows at once. */
const MOST_AT_ONCE = 200

/** It is looked at again when the occurrence has come due, not a moment before. */
const AFTER_DUE_MS = 1_000

/** Who comes later than this was not there. */
const AWAY_MS = 60_000

/**
 * Carries a schedule on from where it is settled: writes what becomes of each occurrence that has passed,
 * makes the next one's deployment, and asks to be woken when that is due. All in the caller's transaction,
 * with the schedule's row locked: no occurrence is made twice, and none is forgotten.
 */
export async function planSchedule(context: UseCaseContext, schedule: StoredSchedule): Promise<void> {
  const { database, services } = context
  const now = await database.now()
  const targetId = await targetOf(context, schedule)
  const paused = pauseWords(schedule, targetId)
  const { passed, isWhole, ahead, next } = comingOf(schedule, now)
  const wasAway = schedule.nextAt !== null && now.getTime() - schedule.nextAt.getTime() > AWAY_MS
  const fates = decidePassed({ ...schedule, now, paused, wasAway, isWhole }, passed)
  if (paused === null) {
    for (const one of ahead) fates.push(decideGap(one, schedule.timezone))
    if (next !== null) fates.push({ kind: 'make', occurrence: next, reason: 'It was made ahead.' })
  }
  const rows: NewOccurrence[] = []
  for (const fate of fates) rows.push(await carryOut(context, schedule, fate, { now, targetId }))
  await insertOccurrences(database, rows)
  const settled = paused === null ? (next ?? ahead.at(-1) ?? passed.at(-1)) : passed.at(-1)
  await wakeNext(context, schedule, {
    settledUntil: settled?.dueAt ?? schedule.settledUntil,
    // What is left has been due as long.
    nextAt: isWhole ? next && new Date(startOf(schedule, next).getTime() + AFTER_DUE_MS) : schedule.nextAt,
  })
  if (schedule.wakeUpId !== null) await services.wakeUps.drop(database, [schedule.wakeUpId])
}

/** When the deployment of an occurrence is due. */
export function startOf(schedule: StoredSchedule, occurrence: { dueAt: Date }): Date {
  const { id, jitterMinutes } = schedule
  return minutesAfter(occurrence.dueAt, jitterOf(id, occurrence, jitterMinutes))
}

interface Coming {
  passed: PlannedOccurrence[]
  /** Otherwise more have passed, and nothing is known of what comes. */
  isWhole: boolean
  /** Local times that clocks skip before the next one. */
  ahead: GapOccurrence[]
  /** Null: there is none. */
  next: Occurrence | null
}

function comingOf(schedule: StoredSchedule, now: Date): Coming {
  const times = scheduleTimes(schedule)
  // It was checked when it was stored; a newer zone database may have dropped its zone.
  if (!times.ok) throw new Error(`Schedule ${schedule.id}: ${times.refusal.message}`)
  const coming: Coming = { passed: [], isWhole: true, ahead: [], next: null }
  for (const one of times.value(schedule.settledUntil)) {
    if (startOf(schedule, one) <= now) {
      // What is at the same instant stays together: it is settled up to an instant.
      const isNewInstant = one.dueAt.getTime() !== coming.passed.at(-1)?.dueAt.getTime()
      if (coming.passed.length >= MOST_AT_ONCE && isNewInstant) return { ...coming, isWhole: false }
      coming.passed.push(one)
    } else if (one.kind === 'at') {
      return { ...coming, next: one }
    } else coming.ahead.push(one)
  }
  return coming
}

async function carryOut(
  context: UseCaseContext,
  schedule: StoredSchedule,
  fate: Fate,
  { now, targetId }: { now: Date; targetId: string | null },
): Promise<NewOccurrence> {
  const { occurrence, reason } = fate
  const { local: localTime, dueAt } = occurrence
  const row = { scheduleId: schedule.id, dueAt, localTime, reason, createdAt: now }
  if (fate.kind === 'skip') return { ...row, cause: fate.cause, deploymentId: null }
  if (targetId === null) throw new Error(`Schedule ${schedule.id} makes a deployment without a target.`)
  const start = startOf(schedule, occurrence)
  const why = `Made by the schedule “${schedule.name}”. ${reason}`
  const order = { targetId, dueAt: start > now ? start : now, now, why }
  return { ...row, cause: null, deploymentId: await makeDeployment(context, schedule, order) }
}

async function wakeNext(
  { database, services }: UseCaseContext,
  { id }: StoredSchedule,
  { settledUntil, nextAt }: { settledUntil: Date; nextAt: Date | null },
): Promise<void> {
  const wakeUp = { kind: 'schedule', teamId: database.teamId, scheduleId: id } as const
  const wakeUpId = nextAt && (await services.wakeUps.ask(database, wakeUp, nextAt))
  await changeSchedule(database, id, { settledUntil, nextAt, wakeUpId })
}

async function targetOf({ database }: UseCaseContext, schedule: StoredSchedule): Promise<string | null> {
  const found = await targetsToSchedule(database, schedule.applicationId)
  const target = found?.targets.find(({ environment }) => environment.id === schedule.environmentId)
  return target?.targetId ?? null
}

/** Why nothing is made at the moment; null: something is. */
function pauseWords(schedule: StoredSchedule, targetId: string | null): string | null {
  const { pausedAt, pausedBy, pauseNote, application, environment } = schedule
  if (pausedAt !== null) {
    return `The schedule was paused by ${pausedBy}${pauseNote === null ? '.' : `: ${pauseNote}`}`
  }
  if (targetId === null) return `${application.name} does not run in ${environment.name} any more.`
  return null
}
