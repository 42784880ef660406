import { assertNever } from '@/lib/domain/assert-never'
import { isPending } from '@/lib/domain/deployment-status'
import { accept, type Result } from '@/lib/domain/result'
import { recordCheck } from '@/lib/postgres/cloud-accounts'
import { readDeployment } from '@/lib/postgres/deployments'
import { lockDeploymentAndWaits } from '@/lib/postgres/due-deployments'
import { abandonRun, unfinishedRun } from '@/lib/postgres/runs'
import { stopSchedule } from '@/lib/postgres/schedules'
import { transition } from '@/lib/postgres/transitions'
import type { WakeUp } from '@/lib/queue/wake-up'
import { endRunning } from './end-running'
import { type UseCaseContext, useCase } from './use-case'
import { wakeDependents } from './wake-others'

export interface GiveUpInput {
  wakeUpId: string
  wakeUp: WakeUp
  /** How often it was tried. */
  tries: number
}

/**
 * Stops trying what fails in a way that nobody foresaw: a fault in Shipclock or in a row. The rest goes
 * on; the owner reads what happened, and the operator finds the wake-up's id in the log.
 */
export const giveUp = useCase(
  'deploy',
  async (context: UseCaseContext, input: GiveUpInput): Promise<Result<null, never>> => {
    const { wakeUp, wakeUpId } = input
    switch (wakeUp.kind) {
      case 'deployment':
        await missDeployment(context, wakeUp.deploymentId, input)
        break
      case 'run':
        await failRun(context, wakeUp.runId, input)
        break
      case 'schedule':
        await pauseSchedule(context, wakeUp.scheduleId, input)
        break
      case 'cloud_account': {
        const error = faultWords('The connection test', input)
        await recordCheck(context.database, wakeUp.cloudAccountId, { error, discovery: null })
        break
      }
      default:
        assertNever(wakeUp)
    }
    await context.services.wakeUps.drop(context.database, [wakeUpId])
    return accept(null)
  },
)

async function missDeployment(context: UseCaseContext, id: string, input: GiveUpInput): Promise<void> {
  const { database, services, actor } = context
  const deployment = await lockDeploymentAndWaits(database, id)
  if (deployment === null || !isPending(deployment.status)) return
  const at = await database.now()
  const reason = `It was not started. ${faultWords('Starting it', input)}`
  await transition(database, {
    ...{ deploymentId: id, from: deployment.status, to: 'missed', at, reason },
    ...{ event: 'deployment.given_up', actor: actor.label },
  })
  await services.wakeUps.drop(database, [deployment.wakeUpId])
  await wakeDependents({ database, wakeUps: services.wakeUps }, { ids: [id], succeeded: false, now: at })
}

async function failRun(context: UseCaseContext, runId: string, input: GiveUpInput): Promise<void> {
  const { database } = context
  const seen = await unfinishedRun(database, runId)
  if (seen === null) return
  // Before the run's row, as everybody does who locks both.
  await lockDeploymentAndWaits(database, seen.deploymentId)
  const now = await database.now()
  if (!(await abandonRun(database, runId, { at: now, outcome: 'failed' }))) return
  const deployment = await readDeployment(database, seen.deploymentId)
  if (deployment === null) return
  const fault = faultWords(`The step “${seen.step}”`, input)
  const reason = `${fault} What was deployed is not known: look at the service yourself.`
  await endRunning(context, { run: { id: runId }, deployment, now, outcome: 'failed', reason })
}

/** Nothing comes of it until a person has looked at it. */
async function pauseSchedule(
  { database, actor }: UseCaseContext,
  id: string,
  input: GiveUpInput,
): Promise<void> {
  const pauseNote = faultWords('Planning it', input)
  const pausedAt = await database.now()
  await stopSchedule(database, id, { pausedAt, pausedBy: actor.label, pauseNote })
}

function faultWords(what: string, { tries, wakeUpId }: GiveUpInput): string {
  return `${what} failed ${tries} times by a fault that Shipclock does not know; the worker’s log has it under ${wakeUpId}.`
}
