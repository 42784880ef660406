import { ENDED_STATUSES, PENDING_STATUSES } from '@/lib/domain/deployment-status'
import { Prisma } from '@/lib/generated/prisma/client'
import { QUEUES } from '@/lib/queue/wake-up'
import type { Moment } from './invariant'

/** Literals, so that the planner sees that the partial indexes apply. */
const listed = (values: readonly string[]) =>
  Prisma.raw(`(${values.map((value) => `'${value}'`).join(', ')})`)

export const PENDING = listed(PENDING_STATUSES)
export const ENDED = listed(ENDED_STATUSES)
export const ALL_QUEUES = listed(QUEUES)

/** Of a job: it rings, or has rung and is not settled. */
export const UNSETTLED = Prisma.raw(`state <= 'active'`)

/** What is in somebody's hands is set to ring again within seconds; what failed, within a minute. */
export const SOON = Prisma.raw(`interval '1 minute'`)

/** Of a deployment `d`: it has not ended, or not long ago. */
export function inScope({ endedSince }: Moment): Prisma.Sql {
  return Prisma.sql`(d.finished_at IS NULL OR d.finished_at >= ${endedSince})`
}
