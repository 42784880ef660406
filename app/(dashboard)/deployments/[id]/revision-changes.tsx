import { IconArrowNarrowRight } from '@tabler/icons-react'
import classes from '@/app/(dashboard)/deployments/[id]/revision-changes.module.css'
import { revisionName } from '@/app/(dashboard)/deployments/revision-name'
import type { RevisionChange } from '@/lib/ports/rollouts'

export interface RevisionChangesProps {
  before: string | null
  after: string | null
  changes: RevisionChange[]
  isRolledBack: boolean
}

/** The task definition that ran before, ours, and what differs between them. */
export function RevisionChanges({ before, after, changes, isRolledBack }: RevisionChangesProps) {
  return (
    <div className={classes.revisions}>
      <h3 className={classes.title}>Task definition</h3>
      <p className={classes.line}>
        <code>{before === null ? 'not looked at yet' : revisionName(before)}</code>
        <IconArrowNarrowRight size={16} stroke={1.75} role="img" aria-label="becomes" />
        <code data-undone={isRolledBack || undefined}>
          {after === null ? 'not registered yet' : revisionName(after)}
        </code>
        {isRolledBack && before !== null && (
          <span className={classes.back}>rolled back, {revisionName(before)} serves again</span>
        )}
      </p>
      {changes.length > 0 && (
        <dl className={classes.changes}>
          {changes.map(({ what, before: was, after: is }) => (
            <div key={what}>
              <dt>{what}</dt>
              <dd>
                {was !== null && <del>{was}</del>}
                {is !== null && <ins>{is}</ins>}
              </dd>
            </div>
          ))}
        </dl>
      )}
      {after !== null && changes.length === 0 && (
        <p className={classes.same}>A fresh revision of the same definition: nothing differs.</p>
      )}
    </div>
  )
}
