import type { Actor } from '@/lib/domain/actor'
import type { Result } from '@/lib/domain/result'
import { DatabaseUnavailable } from '@/lib/postgres/errors'
import type { Services } from '@/lib/services'
import { cancelDeployment } from '@/lib/use-cases/cancel-deployment'
import { rescheduleDeployment } from '@/lib/use-cases/reschedule-deployment'
import { runDeploymentNow } from '@/lib/use-cases/run-deployment-now'
import { scheduleDeployment } from '@/lib/use-cases/schedule-deployment'
import type { DependencyInput } from '@/lib/use-cases/target-planner'
import type { PlannedNode } from '@/torture/plan/work'
import type { Attempt, Client } from './client'

const TIMEZONE = 'Europe/Berlin'

/** Calls the use cases themselves: what the web server does, without the web server. */
export function openUseCaseClient(services: Services, actor: Actor): Client {
  return {
    schedule: (order, dueAt) =>
      attempt(
        () =>
          scheduleDeployment(services, actor, {
            application: order.root.service,
            environment: 'production',
            image: order.root.image,
            due: { kind: 'instant', at: dueAt, timezone: TIMEZONE },
            dependencies: order.root.dependencies.map(dependencyInput),
            startDeadlineMinutes: null,
            note: order.key,
            requestKey: order.key,
          }),
        ({ deploymentIds }) => ({ ids: deploymentIds }),
      ),
    cancel: (id, stopRunning) =>
      attempt(
        () => cancelDeployment(services, actor, { id, stopRunning }),
        ({ status }) => ({ status }),
      ),
    move: (id, dueAt) => {
      const due = { kind: 'instant', at: dueAt, timezone: TIMEZONE } as const
      const unchanged = { startDeadlineMinutes: null, image: undefined, note: undefined }
      return attempt(
        () => rescheduleDeployment(services, actor, { id, due, ...unchanged }),
        () => ({ dueAt }),
      )
    },
    runNow: (id) =>
      attempt(
        () => runDeploymentNow(services, actor, { id }),
        () => ({ id }),
      ),
  }
}

function dependencyInput(node: PlannedNode): DependencyInput {
  return {
    kind: 'new',
    application: node.service,
    environment: 'production',
    image: node.image,
    leadMinutes: 0,
    dependencies: node.dependencies.map(dependencyInput),
  }
}

async function attempt<Given, Value>(
  work: () => Promise<Result<Given, { kind: string }>>,
  read: (given: Given) => Value,
): Promise<Attempt<Value>> {
  try {
    const result = await work()
    return result.ok
      ? { kind: 'accepted', value: read(result.value) }
      : { kind: 'refused', code: result.refusal.kind }
  } catch (error) {
    if (!(error instanceof DatabaseUnavailable)) throw error
    return { kind: 'unavailable', mayHaveHappened: true, retryAfterMs: 200 }
  }
}
