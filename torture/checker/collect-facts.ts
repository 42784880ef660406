import { z } from 'zod'
import { verifyInvariants } from '@/lib/queries/verify-invariants'
import type { Services } from '@/lib/services'
import type { OrderRecord } from '@/torture/carry-out-work'
import { queryDatabase } from '@/torture/world/query-database'
import { sandboxControl } from '@/torture/world/sandbox-control'
import type { Stage } from '@/torture/world/stage'
import type { DeploymentFact, Facts, RolloutFact } from './facts'

export async function collectFacts(stage: Stage, services: Services, orders: OrderRecord[]): Promise<Facts> {
  const { url } = stage.postgres
  const [clock] = await queryDatabase<{ now: Date }>(url, 'SELECT clock_timestamp() AS now')
  return {
    orders,
    deployments: await queryDatabase<DeploymentFact>(url, DEPLOYMENTS),
    ledger: stage.sandbox.ledger(),
    rollouts: rolloutsOf(await sandboxControl(stage.sandbox, 'GET', 'state')),
    verification: await verifyInvariants(services),
    now: clock?.now ?? new Date(),
  }
}

const DEPLOYMENTS = `
  SELECT d.id, d.image, d.status, d.reason, d.due_at AS "dueAt", d.start_deadline_at AS "startDeadlineAt",
    d.started_at AS "startedAt", d.finished_at AS "finishedAt", d.made_for_id AS "madeForId",
    EXISTS (SELECT 1 FROM pgboss.job j
      WHERE j.id = d.wake_up_id AND j.state < 'active' AND j.start_after > clock_timestamp()) AS "wakeUpLives",
    ARRAY(SELECT n.dependency_id::text FROM dependencies n WHERE n.dependent_id = d.id) AS needs,
    COALESCE((SELECT json_agg(json_build_object(
        'id', r.id, 'previousRevision', r.record #>> '{snapshot,revisionArn}',
        'rolledBackByUs', r.record -> 'rollback' ->> 'intentAt' IS NOT NULL,
        'bringsBack', (SELECT s.record #>> '{snapshot,revisionArn}' FROM runs s
          WHERE s.deployment_id = d.reverts_id AND s.outcome = 'succeeded')) ORDER BY r.attempt)
      FROM runs r WHERE r.deployment_id = d.id), '[]') AS runs,
    COALESCE((SELECT json_agg(json_build_object(
        'event', t.event, 'toStatus', t.to_status, 'message', t.message, 'runId', t.run_id) ORDER BY t.id)
      FROM timeline_entries t WHERE t.deployment_id = d.id), '[]') AS timeline
  FROM deployments d`

const phase = z.enum(['in_progress', 'completed', 'failed', 'rolling_back', 'rolled_back', 'superseded'])
const state = z.object({
  services: z.array(
    z.object({
      rollouts: z.array(
        z.object({
          deploymentId: z.string(),
          service: z.string(),
          taskDefinition: z.string(),
          createdAtMs: z.number(),
          durationMs: z.number(),
          phase,
        }),
      ),
    }),
  ),
})

function rolloutsOf(answer: unknown): RolloutFact[] {
  return state.parse(answer).services.flatMap(({ rollouts }) =>
    rollouts.map((rollout) => ({
      rolloutId: rollout.deploymentId,
      service: rollout.service,
      revision: rollout.taskDefinition,
      phase: rollout.phase,
      completeAt: rollout.createdAtMs + rollout.durationMs,
    })),
  )
}
