import type { Job } from 'pg-boss'
import { workerActor } from '@/lib/auth/worker-actor'
import { assertNever } from '@/lib/domain/assert-never'
import type { Log } from '@/lib/log'
import { observeJob, observeLateness } from '@/lib/metrics'
import { type WakeUp, wakeUpSchema } from '@/lib/queue/wake-up'
import { advanceRun, type ExecutorServices } from '@/lib/use-cases/advance-run'
import { checkCloudAccount } from '@/lib/use-cases/check-cloud-account'
import { startDueDeployment } from '@/lib/use-cases/start-due-deployment'

/** Job → use case: whom the wake-up is for, one use case, one line in the log. */
export function makeHandler(services: ExecutorServices, log: Log) {
  return async (job: Job<object>): Promise<void> => {
    const wakeUp = wakeUpSchema.parse(job.data)
    const startedMs = performance.now()
    try {
      await handle(services, log, wakeUp, job.id)
    } finally {
      observeJob(wakeUp.kind, performance.now() - startedMs)
    }
  }
}

async function handle(services: ExecutorServices, log: Log, wakeUp: WakeUp, wakeUpId: string): Promise<void> {
  const actor = workerActor(wakeUp)
  switch (wakeUp.kind) {
    case 'deployment': {
      const { deploymentId } = wakeUp
      const started = await startDueDeployment(services, actor, { id: deploymentId, wakeUpId })
      if (!started.ok) throw new Error(`The worker was refused: ${started.refusal.kind}`)
      const { decision, latenessMs } = started.value
      if (latenessMs !== undefined) observeLateness(latenessMs)
      const event = EVENT_OF_DECISION[decision]
      if (event) log.info({ deploymentId, latenessMs }, event)
      return
    }
    case 'run': {
      const { runId, number } = wakeUp
      const { kind, ...facts } = await advanceRun(services, actor, { runId, number })
      if (kind === 'finished') log.info({ runId, ...facts }, 'run.finished')
      else if (kind === 'advanced') log.info({ runId, ...facts }, 'run.step_taken')
      else if (kind === 'lost') log.warn({ runId, ...facts }, 'run.taken_over')
      return
    }
    case 'cloud_account': {
      const { cloudAccountId } = wakeUp
      await checkCloudAccount(services, actor, { id: cloudAccountId })
      log.info({ cloudAccountId }, 'cloud_account.checked')
      return
    }
    default:
      assertNever(wakeUp)
  }
}

const EVENT_OF_DECISION = {
  start: 'run.started',
  wait: 'deployment.waiting',
  hold: 'deployment.held',
  miss: 'deployment.missed',
  skip: 'deployment.skipped',
  not_due: null,
  nothing: null,
  gone: null,
} as const
