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

type Icon = ComponentType<{ size?: number; stroke?: number; className?: string; 'aria-hidden'?: boolean }>

/** The picture of a state wherever it is shown: badge, timeline, calendar. The word always stands with it. */
export const STATUS_ICONS: Record<DeploymentStatus, Icon> = {
  scheduled: IconCalendarTime,
  awaiting_approval: IconUserQuestion,
  waiting: IconHourglass,
  held: IconSnowflake,
  running: IconLoader2,
  succeeded: IconCircleCheck,
  failed: IconCircleX,
  rolled_back: IconArrowBackUp,
  cancelled: IconBan,
  missed: IconClockX,
  skipped: IconPlayerTrackNext,
}
