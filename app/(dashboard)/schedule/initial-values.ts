import { KEEP } from '@/app/(dashboard)/schedule/afterwards-values'
import type {
  DependencyValues,
  ScheduleOptions,
  ScheduleStart,
  ScheduleValues,
} from '@/app/(dashboard)/schedule/form-values'
import { localTimeAt } from '@/lib/domain/due-time'
import { DEFAULT_LEAD_MINUTES } from '@/lib/domain/lead-time'

const QUARTER_MS = 15 * 60_000
const HOUR_MS = 4 * QUARTER_MS
/** A day picked in the calendar means working hours of that day. */
const MORNING = '09:00'

/** What the form starts with: whatever it was opened from, otherwise the quarter-hour about an hour from now. */
export function initialValues(
  start: ScheduleStart,
  { applications }: ScheduleOptions,
  viewerTimezone: string,
  now: Date,
): ScheduleValues {
  const [only, ...others] = applications
  const opened = applications.find(({ id, slug }) => start.application === slug || start.application === id)
  const application = opened ?? (others.length === 0 ? only : undefined)
  const timezone = start.timezone ?? viewerTimezone
  const soon = splitLocal(localTimeAt(aboutAnHourAfter(now), timezone).local)
  const date = start.date ?? soon.date
  return {
    application: application?.slug ?? null,
    environment: null,
    image: '',
    date,
    time: start.time ?? (date === soon.date ? soon.time : MORNING),
    timezone,
    overlap: null,
    isFinish: false,
    dependencies: [],
    startDeadlineMinutes: '',
    note: '',
    afterwards: KEEP,
    hold: false,
  }
}

export function newDependency(key: string): DependencyValues {
  return {
    key,
    kind: 'new',
    application: null,
    environment: null,
    image: '',
    deploymentId: null,
    leadMinutes: DEFAULT_LEAD_MINUTES,
    ...{ follows: false, delayMinutes: 0, whenLate: 'wait', lateAfterMinutes: 0 },
  }
}

/** `2027-03-14T02:30` as the two fields hold it. */
export function splitLocal(local: string): { date: string; time: string } {
  return { date: local.slice(0, 10), time: local.slice(11, 16) }
}

function aboutAnHourAfter(now: Date): Date {
  return new Date(Math.ceil((now.getTime() + HOUR_MS) / QUARTER_MS) * QUARTER_MS)
}
