import { z } from 'zod'
import { optionalText, requiredText } from '@/app/api/schemas'
import type { FreezeSpanInput } from '@/lib/domain/freeze-span-input'
import { FREEZE_EFFECTS } from '@/lib/domain/freeze-window'

const moment = z.string().trim().max(40).optional()

/** What a request says of a freeze or an allowed window. */
export const freezeFields = z.strictObject({
  effect: z.enum(FREEZE_EFFECTS).default('freeze').meta({
    description:
      '`freeze`: nothing starts while it is open. `allow`: nothing starts while none of its place is open.',
  }),
  reason: requiredText(200),
  environment: optionalText(200).meta({ description: 'Id or slug; left out: every environment.' }),
  application: optionalText(200).meta({ description: 'Id or slug; left out: every application.' }),
  timezone: requiredText(60).optional().meta({ description: 'IANA name. UTC unless given.' }),
  starts_at: moment.meta({
    description: 'Once: a local time (2027-12-23T18:00), or an instant with Z or an offset.',
  }),
  ends_at: moment.meta({ description: 'The first instant after it.' }),
  weekdays: z.array(z.int().min(1).max(7)).max(7).optional().meta({
    description: 'Weekly: the days on which it begins, 1 is Monday.',
  }),
  from: z.string().trim().max(5).optional().meta({ description: 'Weekly: local time, HH:mm.' }),
  until: z.string().trim().max(5).optional().meta({
    description: 'Weekly: local time, HH:mm; where it is not after `from`, on the next day.',
  }),
})

type SpanFields = Pick<
  z.output<typeof freezeFields>,
  'timezone' | 'starts_at' | 'ends_at' | 'weekdays' | 'from' | 'until'
>

/** When, once or weekly; null where nothing was said of it. Reports what is missing or contradicts itself. */
export function spanOfFields(
  { timezone = 'UTC', starts_at, ends_at, weekdays, from, until }: SpanFields,
  context: z.RefinementCtx,
): FreezeSpanInput | null {
  const report = (path: string, message: string) => {
    context.addIssue({ code: 'custom', path: [path], message })
    return null
  }
  const isOnce = starts_at !== undefined || ends_at !== undefined
  const isWeekly = weekdays !== undefined || from !== undefined || until !== undefined
  if (isOnce && isWeekly) return report('weekdays', 'can’t be given together with starts_at or ends_at')
  if (isOnce) {
    if (starts_at === undefined) return report('starts_at', 'is required')
    if (ends_at === undefined) return report('ends_at', 'is required')
    return { kind: 'once', startsAt: starts_at, endsAt: ends_at, timezone }
  }
  if (!isWeekly) return null
  if (weekdays === undefined) return report('weekdays', 'is required')
  if (from === undefined) return report('from', 'is required')
  if (until === undefined) return report('until', 'is required')
  return { kind: 'weekly', weekdays, from, until, timezone }
}
