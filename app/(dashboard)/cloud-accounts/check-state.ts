import type { CloudAccountCheck } from '@/lib/queries/resource-views'

/** A test takes a few seconds; nobody answering for this long means that no worker is running. */
export const PATIENCE_MS = 15_000

export type CheckState =
  | { kind: 'never' }
  | { kind: 'testing'; isOverdue: boolean }
  | { kind: 'connected'; at: Date; identity: string | null; clusterCount: number; serviceCount: number }
  | { kind: 'failed'; at: Date; why: string }

/** How the last connection test stands. */
export function checkState(check: CloudAccountCheck, nowMs: number): CheckState {
  const { requestedAt, checkedAt, error, discovery } = check
  if (requestedAt !== null && (checkedAt === null || requestedAt > checkedAt)) {
    return { kind: 'testing', isOverdue: nowMs - requestedAt.getTime() > PATIENCE_MS }
  }
  if (checkedAt === null) return { kind: 'never' }
  if (error !== null) return { kind: 'failed', at: checkedAt, why: error }
  const clusters = discovery?.clusters ?? []
  return {
    kind: 'connected',
    at: checkedAt,
    identity: discovery?.identity ?? null,
    clusterCount: clusters.length,
    serviceCount: clusters.reduce((sum, { services }) => sum + services.length, 0),
  }
}
