import { z } from 'zod'
import { type Afterwards, MAX_CONFIRM_MINUTES } from '@/lib/domain/revert-decision'
import { dueAt, type ReportIssue } from './due-fields'
import { wholeNumber } from './schemas'

/** What becomes of the deployment once it has succeeded; see `afterwardsOf`. */
export const afterwardsFields = {
  revert_at: z.string().trim().max(40).nullish().meta({
    description:
      'When what ran before is brought back: a local time in `timezone`, or an instant with Z or an offset.',
  }),
  revert_overlap: z.enum(['earlier', 'later']).nullish().meta({
    description: 'Which one is meant of a `revert_at` that clocks show twice.',
  }),
  confirm_within_minutes: wholeNumber(1, MAX_CONFIRM_MINUTES).nullish().meta({
    description:
      'How long after its success somebody has to confirm it; otherwise what ran before is brought back. Not together with `revert_at`.',
  }),
}

const shape = z.object(afterwardsFields)

/** What was asked for; that it stays, where nothing was. */
export function afterwardsOf(
  fields: z.output<typeof shape> & { timezone: string | null },
  report: ReportIssue,
): Afterwards {
  const { revert_at: at, confirm_within_minutes: withinMinutes } = fields
  if (fields.revert_overlap && !at) report('revert_overlap', 'can’t be given without revert_at')
  if (at && withinMinutes) report('confirm_within_minutes', 'can’t be given together with revert_at')
  if (withinMinutes) return { kind: 'revert_unless_confirmed', withinMinutes }
  if (!at) return { kind: 'keep' }
  const { timezone, revert_overlap: overlap } = fields
  const due = dueAt(at, { timezone, overlap }, (path, message) =>
    report(path === 'at' ? 'revert_at' : path, message),
  )
  return due === null ? { kind: 'keep' } : { kind: 'revert_at', due }
}
