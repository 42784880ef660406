import { type Logger, pino } from 'pino'
import { withoutSecrets } from './log-redaction'

/**
 * Everything that is ever logged, in the past tense. Logs are for whoever runs Shipclock; what people
 * should see of a deployment is on its timeline.
 */
export type LogEvent =
  | 'worker.started'
  | 'worker.stopped'
  | 'worker.alarm_failed'
  | 'worker.heartbeat_failed'
  | 'worker.fetch_failed'
  | 'worker.queue_failed'
  | 'worker.rescue_failed'
  | 'worker.inherited'
  | 'worker.lost_runs_found'
  | 'worker.lost_schedules_found'
  | 'worker.lost_deployments_found'
  | 'job.failed'
  | 'job.settle_failed'
  | 'job.given_up'
  | 'deployment.due_later'
  | 'deployment.waiting'
  | 'deployment.held'
  | 'deployment.missed'
  | 'deployment.skipped'
  | 'deployment.times_resolved_again'
  | 'run.started'
  | 'run.step_taken'
  | 'run.taken_over'
  | 'run.finished'
  | 'cloud_account.checked'
  | 'schedule.planned'
  | 'metrics.flush_failed'
  | 'invariants.verified'
  | 'invariants.broken'
  | 'invariants.wake_ups_repaired'
  | 'invariants.verification_failed'
  | 'change_feed.connected'
  | 'change_feed.lost'
  | 'request.carried_out'
  | 'request.failed'

/** info: something moved on. warn: will be tried again. error: a person is needed. */
export interface Log {
  debug(facts: object, event: LogEvent): void
  info(facts: object, event: LogEvent): void
  warn(facts: object, event: LogEvent): void
  error(facts: object, event: LogEvent): void
}

/**
 * A log of one JSON object per line. `facts` are ids and short values; what looks like a secret in them,
 * by its name or its form, is taken out, and an `error` among them is written with its causes.
 * @param destination of lines; standard output unless a test says otherwise.
 */
export function openLog(level: string, destination?: { write(line: string): void }): Log {
  const options = {
    level,
    base: { process: process.title, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    messageKey: 'event',
    formatters: { level: (label: string) => ({ level: label }), log: withoutSecrets },
  }
  const logger: Logger = destination === undefined ? pino(options) : pino(options, destination)
  return logger
}

/** The process's log. An unknown level is refused by `lib/env.ts`; before that it counts as info. */
export const log: Log = openLog(knownLevel(process.env.SHIPCLOCK_LOG_LEVEL))

function knownLevel(level: string | undefined): string {
  return level !== undefined && level in pino.levels.values ? level : level === 'silent' ? level : 'info'
}
