import type { RunRecord } from '@/lib/domain/run-record'

/** What a revert brings back, and what it undoes. */
export interface RevertPlan {
  /** What served before the reverted deployment. */
  revisionArn: string
  /** What the reverted deployment deployed. Only while this serves is there something to revert. */
  revertedRevisionArn: string
  /** When the reverted rollout began, by the platform's clock: the revert's own begins later. */
  revertedSince: Date
  /** What becomes different, for people. */
  changes: { what: string; before: string | null; after: string | null }[]
}

/** How to undo what a run did, from what it wrote down; null where it did not get as far as a rollout. */
export function revertPlanOf({ snapshot, revision, rollout }: RunRecord): RevertPlan | null {
  if (snapshot === null || revision === null || rollout === null) return null
  return {
    revisionArn: snapshot.revisionArn,
    revertedRevisionArn: revision.revisionArn,
    revertedSince: rollout.startedAt,
    changes: revision.changes.map(({ what, before, after }) => ({ what, before: after, after: before })),
  }
}
