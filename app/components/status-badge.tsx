import { STATUS_ICONS } from '@/app/components/status-icon'
import { STATUS_TONES } from '@/app/components/status-tone'
import { statusWord } from '@/app/components/status-word'
import tones from '@/app/components/tone.module.css'
import type { DeploymentStatus } from '@/lib/domain/deployment-status'
import classes from './status-badge.module.css'

export interface StatusBadgeProps {
  status: DeploymentStatus
  /** `large` beside a page's title. */
  size?: 'small' | 'large'
}

/** The state of a deployment as icon, word and colour; the word alone says everything. */
export function StatusBadge({ status, size = 'small' }: StatusBadgeProps) {
  const StatusIcon = STATUS_ICONS[status]
  return (
    <span
      className={`${tones.tone} ${classes.badge}`}
      data-tone={STATUS_TONES[status]}
      data-size={size}
      data-status={status}
    >
      <StatusIcon
        size={size === 'large' ? 18 : 14}
        stroke={2}
        aria-hidden
        className={status === 'running' ? classes.spinning : undefined}
      />
      {statusWord(status)}
    </span>
  )
}
