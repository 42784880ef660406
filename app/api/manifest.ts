import type { Endpoint } from './endpoint'
import { applicationEndpoints } from './endpoints/applications'
import { attentionEndpoints } from './endpoints/attention'
import { calendarFeedEndpoints } from './endpoints/calendar-feeds'
import { cloudAccountEndpoints } from './endpoints/cloud-accounts'
import { environmentEndpoints } from './endpoints/environments'
import { freezeEndpoints } from './endpoints/freezes'
import { scheduledDeploymentEndpoints } from './endpoints/scheduled-deployments'
import { scheduleEndpoints } from './endpoints/schedules'
import { teamEndpoints } from './endpoints/team'
import { zoneMoveEndpoints } from './endpoints/zone-moves'

/**
 * Every endpoint of the API. Requests are routed by it, the description of the API is made of it, and the
 * tests of who may do what walk it: what is not listed does not exist.
 */
export const MANIFEST: readonly Endpoint[] = [
  ...cloudAccountEndpoints,
  ...environmentEndpoints,
  ...applicationEndpoints,
  ...freezeEndpoints,
  ...scheduledDeploymentEndpoints,
  ...attentionEndpoints,
  ...calendarFeedEndpoints,
  ...scheduleEndpoints,
  ...teamEndpoints,
  ...zoneMoveEndpoints,
]
