import { withSchedule } from './schedule/schedule-start'

/** Opens the schedule form over the list. */
export const SCHEDULE_HREF = '/deployments?schedule=1'

/** The pages over which the schedule form can open. */
const HOSTS = /^\/(deployments|calendar|applications\/([^/]+))$/

/** The address that opens the schedule form: over this page where that can be, else over the list. */
export function scheduleHref(pathname: string, query: string): string {
  const host = HOSTS.exec(pathname)
  if (host === null) return SCHEDULE_HREF
  const application = host[2] === undefined ? null : decodeURIComponent(host[2])
  return `${pathname}?${withSchedule(query, { application })}`
}
