import type { DeploymentStatus } from '@/lib/domain/deployment-status'

/** A deployment that newer rules of its time zone concern. Plain values. */
export interface ZoneMoveView {
  id: string
  at: Date
  /** What was asked for, `YYYY-MM-DDTHH:mm`, and where. */
  localTime: string
  timezone: string
  dueBefore: Date
  dueAfter: Date
  /** False: by the new rules its local time does not exist, or twice, and it stays at its instant. */
  hasMoved: boolean
  /** Of the zone database: `2026b`. */
  versionBefore: string
  versionAfter: string
  deployment: {
    id: string
    status: DeploymentStatus
    /** By now, should somebody have moved it since. */
    dueAt: Date
    application: { name: string; slug: string }
    environment: { name: string; slug: string }
  }
}
