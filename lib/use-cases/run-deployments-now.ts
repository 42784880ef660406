import type { Actor } from '@/lib/domain/actor'
import type { Result } from '@/lib/domain/result'
import { relatedDeployments } from '@/lib/postgres/deployments'
import type { Services } from '@/lib/services'
import { together } from './one-by-one'
import { runDeploymentNow } from './run-deployment-now'

/**
 * `runDeploymentNow` for several; answers for each. They become due in the order in which they were due
 * before; how many start at once is for the worker's limits to say. One that needs another of them,
 * wherever that stands, finds it brought back.
 */
export async function runDeploymentsNow(
  services: Services,
  actor: Actor,
  { ids, withSkipped }: { ids: string[]; withSkipped: boolean },
) {
  const answers = new Map<string, Awaited<ReturnType<typeof runDeploymentNow>>>()
  let left = await inDueOrder(services, actor, ids)
  for (let before = Number.POSITIVE_INFINITY; left.length < before; ) {
    before = left.length
    for (const id of left) {
      answers.set(id, await runDeploymentNow(services, actor, { id, withSkipped }))
    }
    left = left.filter((id) => refusalOf(answers.get(id)) === 'dependency_ended')
  }
  return together([...answers].map(([id, result]) => ({ id, result })))
}

function refusalOf(result: Result<unknown, { kind: string }> | undefined): string | null {
  return result === undefined || result.ok ? null : result.refusal.kind
}

/** What is not there comes last, to be refused. */
async function inDueOrder(services: Services, actor: Actor, ids: string[]): Promise<string[]> {
  const found = await services.database.asTeam(actor.teamId, (database) => relatedDeployments(database, ids))
  const dueMs = new Map(found.map(({ id, dueAt }) => [id, dueAt.getTime()]))
  const place = (id: string) => dueMs.get(id) ?? Number.POSITIVE_INFINITY
  return [...new Set(ids)].sort((one, other) => place(one) - place(other) || 0)
}
