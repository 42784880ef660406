import { localTimeAt } from '@/lib/domain/due-time'
import type { FreezeSpanInput } from '@/lib/domain/freeze-span-input'
import type { FreezeEffect } from '@/lib/domain/freeze-window'
import type { FreezeView } from '@/lib/queries/resource-views'

/** Everything typed into the form, as the fields hold it. */
export interface FreezeValues extends Record<string, unknown> {
  effect: FreezeEffect
  reason: string
  /** Id; empty: all. */
  environment: string
  /** Id; empty: all. */
  application: string
  kind: FreezeSpanInput['kind']
  timezone: string
  /** `YYYY-MM-DDTHH:mm`, local. */
  startsAt: string
  endsAt: string
  weekdays: string[]
  from: string
  until: string
}

/** The form as it opens: a new freeze, or one as it is. */
export function freezeValuesOf(freeze: FreezeView | null, viewerTimezone: string): FreezeValues {
  const span = freeze?.span
  const values: FreezeValues = {
    effect: freeze?.effect ?? 'freeze',
    reason: freeze?.reason ?? '',
    environment: freeze?.environment?.id ?? '',
    application: freeze?.application?.id ?? '',
    kind: span?.kind ?? 'once',
    timezone: span?.timezone ?? viewerTimezone,
    ...{ startsAt: '', endsAt: '', weekdays: ['1', '2', '3', '4', '5'], from: '09:00', until: '17:00' },
  }
  if (span === undefined) return values
  if (span.kind === 'weekly') {
    return { ...values, weekdays: span.weekdays.map(String), from: span.from, until: span.until }
  }
  const local = (instant: Date) => localTimeAt(instant, span.timezone).local
  return { ...values, startsAt: local(span.startsAt), endsAt: local(span.endsAt) }
}

/** What the form sends. */
export function freezeOrderOf(values: FreezeValues) {
  const { effect, reason, environment, application } = values
  return {
    ...{ effect, reason, span: spanInputOf(values) },
    environment: environment === '' ? null : environment,
    application: application === '' ? null : application,
  }
}

export function spanInputOf(values: FreezeValues): FreezeSpanInput {
  const { kind, timezone, from, until } = values
  if (kind === 'weekly') return { kind, timezone, weekdays: values.weekdays.map(Number), from, until }
  // A picker of dates and times may write seconds and a space.
  const local = (text: string) => text.replace(' ', 'T').slice(0, 16)
  return { kind, timezone, startsAt: local(values.startsAt), endsAt: local(values.endsAt) }
}
