import type { RunOutcome } from '@/lib/executor/step'
import type { LockedDeployment } from '@/lib/postgres/deployments'
import { transition } from '@/lib/postgres/transitions'
import { awaitConfirmation } from './await-confirmation'
import type { UseCaseContext } from './use-case'
import { wakeDependents, wakeNextInLine } from './wake-others'

/** A run ended: so does its deployment, and whoever waited for either is woken. */
export async function endRunning(
  { database, services }: Pick<UseCaseContext, 'database' | 'services'>,
  end: {
    run: { id: string }
    deployment: LockedDeployment
    now: Date
    outcome: RunOutcome
    reason: string
  },
): Promise<void> {
  const { run, deployment, now, outcome, reason } = end
  await transition(database, {
    ...{ deploymentId: deployment.id, runId: run.id, from: 'running', to: outcome, at: now, reason },
    ...{ event: `deployment.${outcome}`, actor: 'Shipclock' },
  })
  if (outcome === 'succeeded') await awaitConfirmation({ database, services }, deployment, now)
  const others = { database, wakeUps: services.wakeUps }
  await wakeDependents(others, { ids: [deployment.id], succeeded: outcome === 'succeeded', now })
  await wakeNextInLine(others, deployment, now)
}
