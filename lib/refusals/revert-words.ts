import type { DeploymentStatus } from '@/lib/domain/deployment-status'
import type { AfterwardsRefusal, ConfirmRefusal, RevertRefusal } from '@/lib/domain/revert-decision'
import { formatInZone } from '@/lib/domain/zone-format'
import { timeWords } from './time-words'
import { cannotDo, conflict, invalidRequest, type RefusalWords, type WordsByKind } from './words'

export type RevertWordsRefusal =
  | AfterwardsRefusal
  | RevertRefusal
  | ConfirmRefusal
  | { kind: 'revert_has_no_image' }

/** Refusals of bringing back what ran before, and of saying that it need not be. */
export const revertWords: WordsByKind<RevertWordsRefusal> = {
  revert_time: ({ refusal }) => atRevert(wordsOfTime(refusal)),
  revert_not_after: ({ dueAt }) =>
    cannotDo(
      'revert_not_after',
      'It would be reverted before it is deployed',
      `The deployment is due ${formatInZone(dueAt, 'UTC')}. Choose a time after that to revert it.`,
      { path: 'revertAt', extra: { due_at: dueAt.toISOString() } },
    ),
  revert_has_no_image: () => {
    const message = 'A revert brings back what ran before: it has no image of its own.'
    return invalidRequest(message, [{ path: 'image', message }])
  },
  not_revertable: ({ status }) =>
    conflict(
      'not_revertable',
      'There is nothing to revert',
      `Only a deployment that succeeded can be reverted; this one is ${inWords(status)}.`,
      { extra: { status } },
    ),
  revert_under_way: () =>
    conflict(
      'revert_under_way',
      'Too late: it is being reverted',
      'What ran before is being brought back at this moment. Stop that deployment if this one shall stay.',
    ),
  already_reverted: () =>
    conflict(
      'already_reverted',
      'It has been reverted',
      'What ran before was brought back already. Revert that deployment in turn to have this one again.',
    ),
  nothing_to_confirm: ({ why }) =>
    conflict('nothing_to_confirm', 'There is nothing to confirm', NOTHING_TO_CONFIRM[why], {
      extra: { why },
    }),
}

const NOTHING_TO_CONFIRM: Record<Extract<ConfirmRefusal, { why: unknown }>['why'], string> = {
  not_asked: 'This deployment stays whether or not somebody confirms it.',
  not_yet: 'A deployment is confirmed once it has succeeded; this one has not.',
  confirmed: 'Somebody has confirmed it already: it stays.',
  over: 'Its revert has ended or was cancelled; see the timeline.',
}

function wordsOfTime<Kind extends keyof typeof timeWords>(
  refusal: Parameters<(typeof timeWords)[Kind]>[0] & { kind: Kind },
): RefusalWords {
  const toWords: (refusal: Parameters<(typeof timeWords)[Kind]>[0]) => RefusalWords = timeWords[refusal.kind]
  return toWords(refusal)
}

/** The same words, about the other time. */
function atRevert(words: RefusalWords): RefusalWords {
  const path = (of: string) => (of === 'overlap' ? 'revertOverlap' : of === 'timezone' ? of : 'revertAt')
  return { ...words, errors: words.errors.map((error) => ({ ...error, path: path(error.path) })) }
}

function inWords(status: DeploymentStatus): string {
  return status.replaceAll('_', ' ')
}
