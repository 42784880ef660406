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
import type { DeploymentStatus } from '@/lib/domain/deployment-status'

export type Tone = 'quiet' | 'accent' | 'active' | 'attention' | 'good' | 'bad' | 'reverted'
type Icon = ComponentType<{ size?: number; stroke?: number; className?: string; 'aria-hidden'?: boolean }>

/** How a state looks wherever it is shown: badge, timeline, calendar. The word always stands with it. */
export const STATUS_LOOKS: Record<DeploymentStatus, { icon: Icon; tone: Tone }> = {
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
