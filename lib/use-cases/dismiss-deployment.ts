import type { DeploymentStatus } from '@/lib/domain/deployment-status'
import { needsAttention } from '@/lib/domain/needs-attention'
import { accept, type Result, refuse } from '@/lib/domain/result'
import { lockAttentionFacts, writeDismissal } from '@/lib/postgres/attention-lists'
import { writeTimeline } from '@/lib/postgres/timeline'
import type { DeploymentNotFound } from './cancel-deployment'
import { type UseCaseContext, useCase } from './use-case'

/** It is not, or no longer, something that was missed or started late. */
export type NothingToDismiss = { kind: 'nothing_to_dismiss'; status: DeploymentStatus }

/**
 * Takes what was missed or started late off the catch-up screen; it stays what it is. Dismissing it
 * once more changes nothing.
 */
export const dismissDeployment = useCase(
  'deploy',
  async (
    { database, actor }: UseCaseContext,
    { id }: { id: string },
  ): Promise<Result<{ id: string }, NothingToDismiss | DeploymentNotFound>> => {
    const facts = await lockAttentionFacts(database, id)
    if (facts === null) return refuse({ kind: 'not_found', what: 'deployment', name: id, path: 'id' })
    const now = await database.now()
    const kind = needsAttention({ ...facts, now, dismissedAt: null })?.kind
    if (kind === undefined || kind === 'overdue') {
      return refuse({ kind: 'nothing_to_dismiss', status: facts.status })
    }
    const isDismissed = needsAttention({ ...facts, now }) === null
    if (isDismissed) return accept({ id })
    await writeDismissal(database, id, { at: now, by: actor.label })
    const what = kind === 'missed' ? 'that it was missed' : 'that it started late'
    const message = `${actor.label} has seen ${what}, and dismissed it from the list.`
    await writeTimeline(database, [
      { deploymentId: id, at: now, event: 'deployment.dismissed', actor: actor.label, message },
    ])
    return accept({ id })
  },
)
