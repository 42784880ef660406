import type { EdgeRule } from '@/lib/domain/edge-rule'
import { latenessMs } from '@/lib/domain/lateness'
import type { Prisma } from '@/lib/generated/prisma/client'
import type { DependencyView, DeploymentSummary } from '@/lib/queries/deployment-views'

/** The columns that a deployment's summary is made of. */
export const SUMMARY_COLUMNS = {
  id: true,
  status: true,
  reason: true,
  image: true,
  note: true,
  dueAt: true,
  startDeadlineAt: true,
  finishByAt: true,
  localTime: true,
  timezone: true,
  overlap: true,
  startedAt: true,
  finishedAt: true,
  createdAt: true,
  createdBy: true,
  wakeUpId: true,
  madeForId: true,
  revertsId: true,
  confirmWithinMinutes: true,
  confirmedAt: true,
  confirmedBy: true,
  reverts: {
    select: { id: true, status: true, dueAt: true },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: 1,
  },
  application: { select: { id: true, name: true, slug: true } },
  environment: { select: { id: true, name: true, slug: true } },
  target: { select: { id: true, service: true, container: true } },
  dependencies: { select: { dependencyId: true, leadMinutes: true }, orderBy: { dependencyId: 'asc' } },
} as const satisfies Prisma.DeploymentSelect

export type SummaryRow = Prisma.DeploymentGetPayload<{ select: typeof SUMMARY_COLUMNS }>

export function toSummary({ dependencies, reverts, ...row }: SummaryRow): DeploymentSummary {
  return {
    ...row,
    revert: reverts[0] ?? null,
    latenessMs: row.startedAt === null ? null : latenessMs(row.dueAt, row.startedAt),
    dependencyIds: dependencies.map((edge) => edge.dependencyId),
  }
}

/** The columns of an edge. */
export const EDGE_COLUMNS = {
  ...{ leadMinutes: true, delayMinutes: true, whenLate: true, lateAfterMinutes: true },
} as const satisfies Prisma.DependencySelect

export type EdgeRow = EdgeRule & { leadMinutes: number }

export function toDependencyView(
  { leadMinutes, delayMinutes, whenLate, lateAfterMinutes }: EdgeRow,
  row: SummaryRow,
): DependencyView {
  return { leadMinutes, rule: { delayMinutes, whenLate, lateAfterMinutes }, deployment: toSummary(row) }
}
