import { expect, test } from 'vitest'
import { revertPlanOf } from '@/lib/domain/revert-plan'
import { EMPTY_RUN_RECORD, type RunRecord, runRecordSchema } from '@/lib/domain/run-record'

const startedAt = new Date('2026-03-03T12:00:00Z')
const record: RunRecord = runRecordSchema.parse({
  snapshot: {
    ...{ serviceArn: 's', revisionArn: 'web:41', image: 'web:1', rolloutId: 'ecs-svc/1', desiredCount: 1 },
    ...{ circuitBreaker: { enabled: true, rollback: true }, latestEventAt: null },
  },
  revision: {
    revisionArn: 'web:42',
    changes: [{ what: 'web image', before: 'web:1', after: 'web:2' }],
  },
  rollout: { rolloutId: 'ecs-svc/2', startedAt },
})

test('a revert brings back what served before, and changes everything the other way round', () => {
  expect(revertPlanOf(record)).toEqual({
    ...{ revisionArn: 'web:41', revertedRevisionArn: 'web:42', revertedSince: startedAt },
    changes: [{ what: 'web image', before: 'web:2', after: 'web:1' }],
  })
})

test('what never rolled out has nothing to revert', () => {
  expect(revertPlanOf(EMPTY_RUN_RECORD)).toBeNull()
  expect(revertPlanOf({ ...record, rollout: null })).toBeNull()
})
