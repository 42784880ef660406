import type { DeploymentStatus } from '@/lib/domain/deployment-status'
import type { SkipCause } from '@/lib/domain/occurrence-decision'
import { recurrenceWords } from '@/lib/domain/recurrence-words'
import type { StoredSchedule } from '@/lib/postgres/schedules'

/** What pages and the API show of a schedule. */
export interface ScheduleView
  extends Omit<StoredSchedule, 'settledUntil' | 'nextAt' | 'wakeUpId' | 'createdById'> {
  /** The recurrence in words. */
  words: string
  /** `ended`: nothing comes of it any more. */
  state: 'active' | 'paused' | 'ended'
  /** When the next occurrence starts, or would if it were not paused. */
  nextAt: Date | null
}

/** What became of an occurrence, or will. */
export interface OccurrenceView {
  id: string
  dueAt: Date
  localTime: string
  /** Null: it was made. */
  cause: SkipCause | null
  reason: string
  deployment: { id: string; status: DeploymentStatus; dueAt: Date } | null
}

/** An occurrence as it is foreseen. */
export interface ForeseenOccurrence {
  dueAt: Date
  localTime: string
  /** Why nothing comes of it; null: a deployment does. */
  reason: string | null
  /** Clocks skip its local time; it happens at the next one that exists. */
  isMoved: boolean
}

export function toScheduleView(schedule: StoredSchedule): ScheduleView {
  const { settledUntil: _, wakeUpId: __, createdById: ___, nextAt, ...shown } = schedule
  const state = schedule.pausedAt !== null ? 'paused' : nextAt === null ? 'ended' : 'active'
  // It is woken a second after the start, to the minute.
  const start = nextAt && new Date(Math.floor(nextAt.getTime() / 60_000) * 60_000)
  return { ...shown, words: recurrenceWords(schedule.recurrence), state, nextAt: start }
}
