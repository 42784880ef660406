import Link from 'next/link'
import { Card } from '@/app/(dashboard)/deployments/[id]/card'
import classes from '@/app/(dashboard)/deployments/[id]/chain.module.css'
import type { ChainStep } from '@/app/(dashboard)/deployments/chain-steps'
import { deploymentLabel } from '@/app/(dashboard)/deployments/deployment-label'
import { Instant } from '@/app/components/instant'
import { StatusBadge } from '@/app/components/status-badge'
import { STATUS_ICONS } from '@/app/components/status-icon'
import { STATUS_TONES } from '@/app/components/status-tone'
import tones from '@/app/components/tone.module.css'

/** What goes before this deployment and what waits for it, one below the other. */
export function Chain({ steps }: { steps: ChainStep[] }) {
  return (
    <Card title="Order">
      <ol className={classes.steps}>
        {steps.map((step) => (
          <Step key={step.deployment.id} step={step} />
        ))}
      </ol>
    </Card>
  )
}

function Step({ step: { deployment, role } }: { step: ChainStep }) {
  const { id, status, dueAt } = deployment
  const Icon = STATUS_ICONS[status]
  const label = deploymentLabel(deployment)
  return (
    <li
      className={`${tones.tone} ${classes.step}`}
      data-tone={STATUS_TONES[status]}
      aria-current={role === 'this' ? 'step' : undefined}
    >
      <span className={classes.marker} aria-hidden>
        <Icon size={14} stroke={2} />
      </span>
      <div className={classes.body}>
        {role === 'this' ? (
          <span className={classes.here}>{label}</span>
        ) : (
          <Link href={`/deployments/${id}`} className={classes.link}>
            {label}
          </Link>
        )}
        <span className={classes.details}>
          <StatusBadge status={status} />
          <Instant at={dueAt} shape="clock" />
          {role === 'this' ? 'this deployment' : role === 'after' ? 'waits for it' : null}
        </span>
      </div>
    </li>
  )
}
