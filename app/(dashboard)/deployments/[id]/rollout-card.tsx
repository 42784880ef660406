import { Card } from '@/app/(dashboard)/deployments/[id]/card'
import { CopyableId } from '@/app/(dashboard)/deployments/[id]/copyable-id'
import { RevisionChanges } from '@/app/(dashboard)/deployments/[id]/revision-changes'
import classes from '@/app/(dashboard)/deployments/[id]/rollout-card.module.css'
import { stepWords, taskShares } from '@/app/(dashboard)/deployments/run-words'
import { RelativeTime } from '@/app/components/relative-time'
import type { DeploymentStatus } from '@/lib/domain/deployment-status'
import type { RunProgress, RunView } from '@/lib/queries/deployment-views'

export interface RolloutCardProps {
  /** The latest attempt. */
  run: RunView
  status: DeploymentStatus
}

/** How the rollout stands on ECS: tasks, what changes, and by which names ECS knows it. */
export function RolloutCard({ run, status }: RolloutCardProps) {
  const step = stepWords(run)
  return (
    <Card title="Rollout" aside={<span className={classes.step}>{step ?? 'Finished'}</span>}>
      <Tasks progress={run.progress} isRunning={status === 'running'} />
      <RevisionChanges
        before={run.previousRevisionArn}
        after={run.revisionArn}
        changes={run.changes}
        isRolledBack={status === 'rolled_back'}
      />
      <dl className={classes.ids}>
        <CopyableId name="ECS deployment" value={run.rolloutId} />
        <CopyableId name="Service deployment" value={run.serviceDeploymentArn} />
      </dl>
    </Card>
  )
}

const NO_TASKS = { desired: 0, running: 0, pending: 0, failed: 0 }

/** Stands there before the first look too, so that nothing jumps when it comes. */
function Tasks({ progress, isRunning }: { progress: RunProgress | null; isRunning: boolean }) {
  const counts = progress ?? NO_TASKS
  const shares = taskShares(counts)
  return (
    <div className={classes.tasks}>
      <dl className={classes.counts}>
        {(['desired', 'running', 'pending', 'failed'] as const).map((name) => (
          <div key={name} data-count={name} data-any={counts[name] > 0 || undefined}>
            <dt>{name}</dt>
            <dd>{progress === null ? '–' : counts[name]}</dd>
          </div>
        ))}
      </dl>
      <div
        className={classes.bar}
        role="img"
        aria-label={`${counts.running} of ${counts.desired} tasks running, ${counts.pending} pending`}
      >
        <span data-part="running" style={{ width: `${shares.running}%` }} />
        <span data-part="pending" style={{ width: `${shares.pending}%` }} />
      </div>
      <p className={classes.detail}>
        {progress === null ? 'Nothing seen of it on ECS yet.' : progress.detail}
        {progress && isRunning && (
          <>
            {' '}
            <span className={classes.seen}>
              Seen <RelativeTime at={progress.observedAt} />.
            </span>
          </>
        )}
      </p>
    </div>
  )
}
