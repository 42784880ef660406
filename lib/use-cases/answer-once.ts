import type { Actor } from '@/lib/domain/actor'
import { accept, type Result, refuse } from '@/lib/domain/result'
import { joined } from '@/lib/postgres/database'
import { findAnswer, lockAnswerKey, storeAnswer } from '@/lib/postgres/idempotent-answers'
import type { Services } from '@/lib/services'

/** A success as it is sent: kept for the next request with the same key. */
export interface Answer {
  status: number
  /** JSON. */
  body: unknown
  /** What is kept instead of the body, if that holds a secret. */
  kept?: unknown
}

export interface KeyedRequest {
  /** Made by the client for each intent. */
  key: string
  /** Equal for equal requests. */
  hash: string
}

/**
 * Carries out one changing request in one transaction, its answer included: what `work` does through the
 * services it is given commits with everything it reads for its answer, or not at all. With a key, the
 * same request is carried out once however often it arrives, also at the same time; refusals are not
 * kept, because the next attempt may find another state of things.
 */
export async function answerOnce<Refusal>(
  services: Services,
  actor: Actor,
  request: KeyedRequest | null,
  work: (services: Services) => Promise<Result<Answer, Refusal>>,
): Promise<Result<Answer & { repeated: boolean }, Refusal | { kind: 'idempotency_key_reused' }>> {
  const { userId } = actor
  let refused: { ok: false; refusal: Refusal | { kind: 'idempotency_key_reused' } } | null = null
  try {
    return await services.database.asTeam(actor.teamId, async (open) => {
      const key = request !== null && userId !== null ? { userId, key: request.key } : null
      if (request !== null && key !== null) {
        await lockAnswerKey(open, key)
        const earlier = await findAnswer(open, key)
        if (earlier?.requestHash === request.hash) {
          return accept({ status: earlier.status, body: earlier.body, repeated: true })
        }
        if (earlier !== null) return refuse({ kind: 'idempotency_key_reused' } as const)
      }
      const result = await work({ ...services, database: joined(open) })
      if (!result.ok) {
        refused = result
        throw new RolledBack()
      }
      if (request !== null && key !== null)
        await storeAnswer(open, key, { requestHash: request.hash, ...toKeep(result.value) })
      return accept({ ...result.value, repeated: false })
    })
  } catch (error) {
    if (refused !== null) return refused
    throw error
  }
}

function toKeep({ status, body, kept = body }: Answer): { status: number; body: unknown } {
  return { status, body: kept }
}

/** Ends the transaction of a request that was refused. */
class RolledBack extends Error {
  override name = 'RolledBack'
}
