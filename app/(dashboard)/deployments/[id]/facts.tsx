'use client'

import type { ReactNode } from 'react'
import { Card } from '@/app/(dashboard)/deployments/[id]/card'
import classes from '@/app/(dashboard)/deployments/[id]/facts.module.css'
import { revisionName } from '@/app/(dashboard)/deployments/revision-name'
import { latenessWords } from '@/app/(dashboard)/deployments/row-words'
import { Instant } from '@/app/components/instant'
import { LinkAnchor } from '@/app/components/link-anchor'
import { RelativeTime } from '@/app/components/relative-time'
import { useViewer } from '@/app/components/viewer-provider'
import { isPending } from '@/lib/domain/deployment-status'
import { durationWords } from '@/lib/domain/duration-words'
import { targetLabel } from '@/lib/domain/target-label'
import { placeName } from '@/lib/domain/time-zones'
import type {
  DependencyView,
  DeploymentDetail,
  DeploymentSummary,
  RevertedView,
} from '@/lib/queries/deployment-views'

/** When, what, where and by whom. */
export function Facts({ deployment }: { deployment: DeploymentDetail }) {
  const { status, dueAt, startDeadlineAt, image, note, createdBy, createdAt, target } = deployment
  return (
    <Card
      title="Due"
      aside={
        isPending(status) ? (
          <span className={classes.countdown}>
            <RelativeTime at={dueAt} />
          </span>
        ) : undefined
      }
    >
      <dl className={classes.facts}>
        <DueFacts deployment={deployment} />
        <StartFacts deployment={deployment} />
        {isPending(status) && deployment.finishByAt && (
          <Fact name="So that all is done by">
            <Instant at={deployment.finishByAt} timezone={deployment.timezone} />
          </Fact>
        )}
        {isPending(status) && <FollowFact dependencies={deployment.dependencies} />}
        {isPending(status) && (
          <Fact name="Starts no later than">
            <Instant at={startDeadlineAt} shape="date-time" />
          </Fact>
        )}
        {deployment.reverts ? (
          <Fact name="Brings back">
            <BroughtBack reverts={deployment.reverts} />
          </Fact>
        ) : (
          <Fact name="Image">
            {image === null ? 'What runs at the start, as a fresh revision' : <code>{image}</code>}
          </Fact>
        )}
        <Fact name="Service">
          <code>{target.service}</code>, container <code>{target.container}</code>
        </Fact>
        {note && <Fact name="Note">{note}</Fact>}
        <Fact name="Scheduled by">
          {createdBy}, <Instant at={createdAt} shape="date-time" />
        </Fact>
      </dl>
    </Card>
  )
}

function BroughtBack({ reverts }: { reverts: RevertedView }) {
  const { id, previousRevisionArn } = reverts
  return (
    <>
      {previousRevisionArn === null ? 'What' : <code>{revisionName(previousRevisionArn)}</code>}
      {previousRevisionArn === null ? ' ran before ' : ', which ran before '}
      <LinkAnchor href={`/deployments/${id}`} inherit>
        this deployment
      </LinkAnchor>
    </>
  )
}

/** As it was typed, as the viewer's clocks show it, and in UTC; each only where it says something new. */
function DueFacts({ deployment }: { deployment: DeploymentSummary }) {
  const viewer = useViewer()
  const { dueAt, timezone } = deployment
  return (
    <>
      <Fact name={`In ${placeName(timezone)}, as planned`}>
        <strong>
          <Instant at={dueAt} timezone={timezone} />
        </strong>
      </Fact>
      {viewer.timezone !== timezone && (
        <Fact name="Your time">
          <Instant at={dueAt} />
        </Fact>
      )}
      {timezone !== 'UTC' && viewer.timezone !== 'UTC' && (
        <Fact name="UTC">
          <Instant at={dueAt} timezone="UTC" shape="date-time" />
        </Fact>
      )}
    </>
  )
}

/** Whose success makes it due; until then its due time is only the earliest possible one. */
function FollowFact({ dependencies }: { dependencies: DependencyView[] }) {
  const followed = dependencies.filter(({ rule }) => rule.delayMinutes !== null)
  if (followed.length === 0) return null
  const isOpen = followed.some(({ deployment }) => deployment.status !== 'succeeded')
  return (
    <Fact name={isOpen ? 'At the earliest, for it follows' : 'Follows'}>
      {followed.map(({ deployment, rule: { delayMinutes } }) => (
        <span key={deployment.id} className={classes.followed}>
          {targetLabel(deployment.application, deployment.environment)},{' '}
          {delayMinutes === 0
            ? 'at once'
            : `${durationWords((delayMinutes ?? 0) * 60_000)} after its success`}
        </span>
      ))}
    </Fact>
  )
}

function StartFacts({ deployment }: { deployment: DeploymentSummary }) {
  const { startedAt, finishedAt, latenessMs } = deployment
  if (startedAt === null) return null
  return (
    <>
      <Fact name="Started">
        <Instant at={startedAt} shape="date-time" precision="millisecond" />
        {latenessMs !== null && <span className={classes.aside}>{latenessWords(latenessMs)} after due</span>}
      </Fact>
      {finishedAt && (
        <Fact name="Ended">
          <Instant at={finishedAt} shape="date-time" precision="second" />
          <span className={classes.aside}>
            took {durationWords(finishedAt.getTime() - startedAt.getTime())}
          </span>
        </Fact>
      )}
    </>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
