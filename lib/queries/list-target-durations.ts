import { type ExpectedDuration, expectedDuration } from '@/lib/domain/expected-duration'
import { accept, type Result } from '@/lib/domain/result'
import { targetDurations } from '@/lib/postgres/target-durations'
import { type UseCaseContext, useCase } from '@/lib/use-cases/use-case'

/** What a deployment to each of these targets is expected to take, by target. */
export const listTargetDurations = useCase(
  'view',
  async (
    { database }: UseCaseContext,
    { targetIds }: { targetIds: readonly string[] },
  ): Promise<Result<Record<string, ExpectedDuration>, never>> => {
    const measured = await targetDurations(database, targetIds)
    return accept(Object.fromEntries([...measured].map(([id, runs]) => [id, expectedDuration(runs)])))
  },
)
