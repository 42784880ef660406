import type { ScheduleSettingsInput } from '@/lib/use-cases/schedule-input'

/** What somebody enters who wants a schedule: daily at 02:30 in Berlin, unless told otherwise. */
export function scheduleOf(input: Partial<ScheduleSettingsInput>): ScheduleSettingsInput {
  return {
    ...{ name: 'Nightly', application: 'web', environment: 'production', image: null, note: null },
    recurrence: { kind: 'daily', time: '02:30' },
    ...{ timezone: 'Europe/Berlin', gap: 'skip', overlap: 'first', endsOn: null, jitterMinutes: 0 },
    ...{ startDeadlineMinutes: 60, unfinished: 'skip', catchUp: 'none', catchUpMinutes: 60 },
    ...input,
  }
}
