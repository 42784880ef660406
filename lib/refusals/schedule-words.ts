import type { TimingRefusal } from '@/lib/domain/schedule-times'
import { cannotDo, conflict, invalidRequest, type WordsByKind } from './words'

/** Refusals of what recurs. */
export const scheduleWords: WordsByKind<TimingRefusal | { kind: 'nothing_to_skip' }> = {
  invalid_recurrence: ({ path, message }) => {
    const where = path === 'timezone' ? path : path === '' ? 'recurrence' : `recurrence.${path}`
    return invalidRequest(message, [{ path: where, message }])
  },
  never_happens: () =>
    cannotDo(
      'never_happens',
      'Nothing would come of it',
      'There is no time ahead at which this happens. Look at its days, its first time and its end.',
      { path: 'recurrence' },
    ),
  too_often: ({ minutes }) =>
    cannotDo(
      'too_often',
      'This happens too often',
      `There have to be ${minutes} minutes between two occurrences, or one would run into the next. Choose fewer times, or less jitter.`,
      { path: 'recurrence', extra: { minutes } },
    ),
  nothing_to_skip: () =>
    conflict('nothing_to_skip', 'There is nothing to skip', 'No occurrence of this schedule is ahead.'),
}
