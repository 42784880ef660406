import type { DueRefusal } from '@/lib/domain/due-decision'
import type { FinishRefusal } from '@/lib/domain/finish-by'
import type { FreezeConflict } from '@/lib/domain/freeze-conflict'
import type { RescheduleRefusal } from '@/lib/domain/reschedule-decision'
import type { ScheduleRefusal } from '@/lib/domain/schedule-decision'
import type { TimingRefusal } from '@/lib/domain/schedule-times'
import { freezeWords } from '@/lib/refusals/freeze-words'
import { notFoundWords, planWords } from '@/lib/refusals/plan-words'
import { type RevertWordsRefusal, revertWords } from '@/lib/refusals/revert-words'
import { scheduleWords } from '@/lib/refusals/schedule-words'
import { type StateRefusal, stateWords } from '@/lib/refusals/state-words'
import { timeWords } from '@/lib/refusals/time-words'
import { conflict, invalidRequest, type RefusalWords, type WordsByKind } from '@/lib/refusals/words'
import type { PlanRefusal } from '@/lib/use-cases/target-planner'
import type { CommonRefusal } from '@/lib/use-cases/use-case'

/** Every refusal that a use case or a query answers. */
export type KnownRefusal =
  | CommonRefusal
  | DueRefusal
  | ScheduleRefusal
  | FinishRefusal
  | RescheduleRefusal
  | PlanRefusal
  | StateRefusal
  | RevertWordsRefusal
  | FreezeConflict
  | TimingRefusal
  | { kind: 'nothing_to_skip' }
  | { kind: 'not_found'; what?: string; name?: string; path?: string }
  | { kind: 'already_exists'; path?: string }
  | { kind: 'in_use'; by: string }
  | { kind: 'invalid'; path: string; message: string }
  | { kind: 'invalid_cursor' }
  | { kind: 'idempotency_key_reused' }

const WORDS: WordsByKind<KnownRefusal> = {
  ...timeWords,
  ...planWords,
  ...stateWords,
  ...revertWords,
  ...freezeWords,
  ...scheduleWords,
  not_found: notFoundWords,
  forbidden: ({ permission, role }) => ({
    code: 'forbidden',
    status: 403,
    title: 'Not allowed',
    detail: `As ${role} you can’t do this: it needs the permission to ${permission}. Ask an admin of your team.`,
    errors: [],
    extra: { permission, role },
  }),
  already_exists: (refusal) =>
    conflict(
      'already_exists',
      'It exists already',
      'There is one of this name already. Choose another name.',
      {
        ...('path' in refusal && refusal.path !== undefined && { path: refusal.path }),
      },
    ),
  in_use: ({ by }) =>
    conflict(
      'in_use',
      'It is in use',
      `It can’t be deleted, because it is needed by ${by}. Change or delete that first.`,
    ),
  invalid: ({ path, message }) => invalidRequest(message, [{ path, message }]),
  invalid_cursor: () => {
    const message = 'This cursor is not one that a list answered. Start again without a cursor.'
    return invalidRequest(message, [{ path: 'cursor', message }])
  },
  idempotency_key_reused: () => ({
    code: 'idempotency_key_reused',
    status: 422,
    title: 'This Idempotency-Key was used for another request',
    detail: 'A key stands for one request. Use a new key for a new request.',
    errors: [],
    extra: {},
  }),
}

/** What to tell people and programs of a refusal: what is in the way, and what they can do about it. */
export function refusalWords<Kind extends KnownRefusal['kind']>(
  refusal: { [K in Kind]: Extract<KnownRefusal, { kind: K }> }[Kind],
): RefusalWords {
  const toWords: (refusal: Extract<KnownRefusal, { kind: Kind }>) => RefusalWords = WORDS[refusal.kind]
  return toWords(refusal)
}
