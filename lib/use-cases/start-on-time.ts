import { randomUUID } from 'node:crypto'
import type { Actor } from '@/lib/domain/actor'
import { heedsFreezes, nextFreezeAt } from '@/lib/domain/freeze-window'
import { accept, type Result } from '@/lib/domain/result'
import { ON_TIME_MS, startedWords } from '@/lib/domain/started-words'
import {
  readDueDeployments,
  readStartFacts,
  type StartFactsRead,
  type VersionedDeployment,
} from '@/lib/postgres/due-deployments'
import { type StartPlan, startAsPlanned } from '@/lib/postgres/planned-starts'
import { serviceKey } from '@/lib/postgres/runs'
import type { Services } from '@/lib/services'
import { decideStarts } from './decide-starts'
import type { RungWakeUp } from './start-due-deployments'
import { type CommonRefusal, type UseCaseContext, useCase } from './use-case'

export interface StartOnTimeInput {
  rung: readonly RungWakeUp[]
  /** When they are due, if that is a moment ahead; null: they are. */
  notBefore: Date | null
}

export interface StartedOnTime {
  startedAt: Date
  deployments: { id: string; dueAt: Date }[]
}

/**
 * The usual case of `startDueDeployments`, without its cost: everything is decided a moment before it is
 * due and written by the database at the instant, if all is still so. Null, and nothing was done, where
 * something has to wait, is late, or changed in between.
 */
export async function startOnTime(
  services: Services,
  actor: Actor,
  input: StartOnTimeInput,
): Promise<Result<StartedOnTime | null, CommonRefusal>> {
  const planned = await planStarts(services, actor, input)
  if (!planned.ok || planned.value === null) return planned.ok ? accept(null) : planned
  const { plan, deployments } = planned.value
  const startedAt = await startAsPlanned(services.database, actor.teamId, plan, input.notBefore)
  return accept(startedAt === null ? null : { startedAt, deployments })
}

interface Planned {
  plan: StartPlan
  deployments: VersionedDeployment[]
}

const planStarts = useCase(
  'deploy',
  async (
    { database, actor }: UseCaseContext,
    { rung, notBefore }: StartOnTimeInput,
  ): Promise<Result<Planned | null, never>> => {
    const ids = [...new Set(rung.map(({ deploymentId }) => deploymentId))]
    const deployments = await readDueDeployments(database, ids)
    if (deployments.length < ids.length || deployments.some(({ status }) => status !== 'scheduled')) {
      return accept(null)
    }
    const facts = await readStartFacts(database, ids, deployments.map(serviceKey))
    const now = await database.now()
    const at = notBefore !== null && notBefore > now ? notBefore : now
    const decided = decideStarts(deployments, facts, at)
    if (decided.some(({ decision }) => decision.kind !== 'start')) return accept(null)
    const plan = planOf(deployments, facts, { at, teamId: actor.teamId, actor: actor.label })
    const settled = new Set([...plan.settled, ...rung.map(({ wakeUpId }) => wakeUpId)])
    return accept({ deployments, plan: { ...plan, settled: [...settled] } })
  },
)

function planOf(
  deployments: readonly VersionedDeployment[],
  facts: StartFactsRead,
  { at, teamId, actor }: { at: Date; teamId: string; actor: string },
): StartPlan {
  const starts = deployments.map((deployment) => ({ deployment, runId: randomUUID() }))
  return {
    deployments: deployments.map(({ id, version }) => ({ id, version })),
    moves: starts.map(({ deployment, runId }) => ({
      ...{ deploymentId: deployment.id, runId, from: deployment.status, to: 'running', actor },
      ...{ event: 'run.started', reason: startedWords(deployment.status, 0) },
    })),
    runs: starts.map(({ deployment, runId }) => ({
      ...{ id: runId, deploymentId: deployment.id, serviceKey: serviceKey(deployment) },
      attempt: 1 + (facts.attempts.get(deployment.id) ?? 0),
    })),
    firstSteps: starts.map(({ runId }) => ({ kind: 'run', teamId, runId, number: 1 })),
    settled: deployments.map(({ wakeUpId }) => wakeUpId),
    latest: new Date(Math.min(...deployments.map((deployment) => latestStart(deployment, facts, at)))),
    freezesVersion: facts.freezes.version,
  }
}

/** Decided for `at`, it is true until a freeze begins. */
function latestStart(deployment: VersionedDeployment, { freezes }: StartFactsRead, at: Date): number {
  const { dueAt, startDeadlineAt } = deployment
  const latest = Math.min(dueAt.getTime() + ON_TIME_MS - 1, startDeadlineAt.getTime())
  if (!heedsFreezes(deployment)) return latest
  const freezesAt = nextFreezeAt(freezes.windows, deployment, { from: at, last: new Date(latest) })
  return freezesAt === null ? latest : freezesAt.getTime() - 1
}
