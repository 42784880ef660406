import {
  IconArrowBackUp,
  IconBan,
  IconCalendarTime,
  IconCircleCheck,
  IconCircleX,
  IconClockX,
  IconHourglass,
  IconLoader2,
  IconPlayerTrackNext,
  IconSnowflake,
  IconUserQuestion,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'
import { statusWord } from '@/app/components/status-word'
import type { DeploymentStatus } from '@/lib/domain/deployment-status'
import classes from './status-badge.module.css'

type Tone = 'quiet' | 'accent' | 'active' | 'attention' | 'good' | 'bad' | 'reverted'
type Icon = ComponentType<{ size?: number; stroke?: number; className?: string; 'aria-hidden'?: boolean }>

const LOOKS: Record<DeploymentStatus, { icon: Icon; tone: Tone }> = {
  scheduled: { icon: IconCalendarTime, tone: 'accent' },
  awaiting_approval: { icon: IconUserQuestion, tone: 'attention' },
  waiting: { icon: IconHourglass, tone: 'attention' },
  held: { icon: IconSnowflake, tone: 'attention' },
  running: { icon: IconLoader2, tone: 'active' },
  succeeded: { icon: IconCircleCheck, tone: 'good' },
  failed: { icon: IconCircleX, tone: 'bad' },
  rolled_back: { icon: IconArrowBackUp, tone: 'reverted' },
  cancelled: { icon: IconBan, tone: 'quiet' },
  missed: { icon: IconClockX, tone: 'bad' },
  skipped: { icon: IconPlayerTrackNext, tone: 'quiet' },
}

export interface StatusBadgeProps {
  status: DeploymentStatus
  /** `large` beside a page's title. */
  size?: 'small' | 'large'
}

/** The state of a deployment as icon, word and colour; the word alone says everything. */
export function StatusBadge({ status, size = 'small' }: StatusBadgeProps) {
  const { icon: StatusIcon, tone } = LOOKS[status]
  return (
    <span className={classes.badge} data-tone={tone} data-size={size} data-status={status}>
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
