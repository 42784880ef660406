import { InvariantViolated } from '@/lib/domain/invariant-violated'
import type { Result } from '@/lib/domain/result'

/**
 * The value of a query that a page rests on, where a refusal can only be a defect of ours: everybody who
 * gets as far as a page may view it.
 */
export async function queried<Value>(answer: Promise<Result<Value, { kind: string }>>): Promise<Value> {
  const result = await answer
  if (result.ok) return result.value
  throw new InvariantViolated(`A page's query was refused: ${result.refusal.kind}`)
}
