import { Card } from '@/app/(dashboard)/deployments/[id]/card'
import classes from '@/app/(dashboard)/deployments/[id]/run-list.module.css'
import { revisionName } from '@/app/(dashboard)/deployments/revision-name'
import { Instant } from '@/app/components/instant'
import { StatusBadge } from '@/app/components/status-badge'
import { durationWords } from '@/lib/domain/duration-words'
import type { RunView } from '@/lib/queries/deployment-views'

/** Every attempt, newest first. */
export function RunList({ runs }: { runs: RunView[] }) {
  return (
    <Card title="Attempts">
      <ol className={classes.runs} reversed>
        {runs.map(({ id, attempt, outcome, startedAt, finishedAt, revisionArn }) => (
          <li key={id}>
            <span className={classes.attempt}>Attempt {attempt}</span>
            <StatusBadge status={outcome ?? 'running'} />
            <span className={classes.when}>
              <Instant at={startedAt} shape="date-time" precision="second" />
              {finishedAt && `, took ${durationWords(finishedAt.getTime() - startedAt.getTime())}`}
            </span>
            {revisionArn && <code>{revisionName(revisionArn)}</code>}
          </li>
        ))}
      </ol>
    </Card>
  )
}
