import { decideComeback } from '@/lib/domain/comeback'
import type { TeamDatabase } from '@/lib/postgres/database'
import { type SkippedDependent, skippedDependents } from '@/lib/postgres/skipped-dependents'

/** What was skipped because of a deployment and can come back now that it does; what was due first comes first. */
export async function comebackWith(database: TeamDatabase, id: string): Promise<SkippedDependent[]> {
  const behind = (await skippedDependents(database, [id])).get(id)
  return behind === undefined ? [] : decideComeback(behind.movingIds, behind.skipped).back
}
