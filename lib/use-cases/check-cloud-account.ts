import type { Actor } from '@/lib/domain/actor'
import { accept, type Result } from '@/lib/domain/result'
import { isUuid } from '@/lib/domain/uuid'
import { RolloutRejected, RolloutUnavailable, RolloutUnknown } from '@/lib/ports/rollout-errors'
import type { CloudAccountAccess, Discovery, Rollouts } from '@/lib/ports/rollouts'
import { cloudAccountAccess, recordCheck } from '@/lib/postgres/cloud-accounts'
import type { Services } from '@/lib/services'
import { type NotFound, notFound } from './resource-refusals'

interface CheckResult {
  /** In words; null when the account could be reached. */
  error: string | null
  discovery: Discovery | null
}

/**
 * The connection test, in the worker: asks AWS what the account can see, outside of any transaction,
 * and records what it found or, in words, why not.
 *
 * @throws what is neither AWS's answer nor its absence; the account then says that the test broke.
 */
export async function checkCloudAccount(
  services: Services & { rollouts: Pick<Rollouts, 'discover'> },
  actor: Actor,
  input: { id: string },
): Promise<Result<CheckResult, NotFound>> {
  const { database } = services
  const account = isUuid(input.id)
    ? await database.asTeam(actor.teamId, (team) => cloudAccountAccess(team, input.id))
    : null
  if (account === null) return notFound('cloud account')
  const { result, surprise } = await test(services.rollouts, account)
  await database.asTeam(actor.teamId, (team) => recordCheck(team, account.id, result))
  if (surprise !== null) throw surprise.error
  return accept(result)
}

async function test(
  rollouts: Pick<Rollouts, 'discover'>,
  account: CloudAccountAccess,
): Promise<{ result: CheckResult; surprise: { error: unknown } | null }> {
  try {
    return { result: { error: null, discovery: await rollouts.discover(account) }, surprise: null }
  } catch (error) {
    const expected =
      error instanceof RolloutRejected ||
      error instanceof RolloutUnavailable ||
      error instanceof RolloutUnknown
    if (expected) return { result: { error: error.message, discovery: null }, surprise: null }
    const words = 'The test broke off because of a fault in Shipclock; the worker’s log says more.'
    return { result: { error: words, discovery: null }, surprise: { error } }
  }
}
