import { accept, type Result, refuse } from '@/lib/domain/result'

/** What became of each of several, in the order in which they were given. */
export interface Answers<Value, Refusal> {
  answers: { id: string; result: Result<Value, Refusal> }[]
}

/** So many at once and no more: each is a transaction, and somebody waits for the answer. */
export const MOST_AT_ONCE = 100

/**
 * The answers of one action on several deployments, each carried out by itself: what is refused for one
 * leaves the others alone. Where nobody may do it, or none of them is there, there is but one answer.
 */
export function together<Value, Refusal extends { kind: string }>(
  answers: Answers<Value, Refusal>['answers'],
): Result<Answers<Value, Refusal>, Refusal> {
  const [first] = answers
  if (first === undefined || first.result.ok) return accept({ answers })
  const { refusal } = first.result
  const isOfAll = refusal.kind === 'forbidden' || refusal.kind === 'not_found'
  const isSame = answers.every(({ result }) => !result.ok && result.refusal.kind === refusal.kind)
  return isOfAll && isSame ? refuse(refusal) : accept({ answers })
}
