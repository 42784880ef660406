import { afterEach, expect, test } from 'vitest'
import type { CallBudgets } from '@/lib/ecs/call-budgets'
import type { AwsCallResult } from '@/lib/ecs/errors'
import { createEcsRollouts } from '@/lib/ecs/rollouts'
import { RolloutPostponed, RolloutUnavailable } from '@/lib/ports/rollout-errors'
import { until } from '@/tests/setup/until'
import { awsError, type CannedAnswer, type CannedEcs, hang, ok, startCannedEcs } from './canned-ecs'

const throttled = awsError('ThrottlingException', 'Rate exceeded')
const revisionArn = 'arn:aws:ecs:us-east-1:123456789012:task-definition/web:13'

let ecs: CannedEcs | null = null
afterEach(async () => {
  await ecs?.close()
  ecs = null
})

/** The adapter with budgets that write down what they are asked and told; `refuses` have no room. */
async function setup(
  answers: Record<string, CannedAnswer[]>,
  { refuses = [], readMs = 20_000 }: { refuses?: string[]; readMs?: number } = {},
) {
  const told: string[] = []
  const results: [string, AwsCallResult][] = []
  const budgets: CallBudgets = {
    async turn(_account, action) {
      told.push(`turn ${action}`)
      if (refuses.includes(action)) throw new RolloutPostponed('Too many calls.')
    },
    throttled: (_account, action) => void told.push(`throttled ${action}`),
    shareAmong: () => undefined,
    lowestShare: () => 1,
  }
  ecs = await startCannedEcs(answers)
  const rollouts = createEcsRollouts({
    ...{ openCredentials: async () => ({ accessKeyId: 'AKIATEST', secretAccessKey: 'secret' }) },
    ...{ allowPrivateEndpoints: true, timeouts: { requestMs: 20_000, retryPauseMs: 1, readMs }, budgets },
    metrics: (action, result) => void results.push([action, result]),
  })
  const sealed = { keyId: 'k', encapsulatedKey: 'e', ciphertext: 'c' }
  const account = {
    ...{ id: 'account-1', teamId: 'team-1', name: 'Production', region: 'us-east-1', endpoint: ecs.url },
    credentials: { kind: 'static' as const, sealed },
  }
  const place = { cluster: 'prod', service: 'web', container: 'web', deploymentId: 'dep-1' }
  const target = { account, ...place, signal: new AbortController().signal }
  return { rollouts, target, told, results, operations: ecs.operations }
}

test('every request has its turn, a repeated one too, and every throttled answer is told', async () => {
  const missing = ok({ services: [], failures: [{ reason: 'MISSING' }] })
  const { rollouts, target, told, operations } = await setup({
    DescribeServices: [throttled, throttled, missing],
  })
  await expect(rollouts.snapshot(target)).rejects.toThrow('There is no service "web"')
  expect(operations).toHaveLength(3)
  const one = ['turn ecs:DescribeServices', 'throttled ecs:DescribeServices']
  expect(told).toEqual([...one, ...one, 'turn ecs:DescribeServices'])
})

test('a request that is sent again for stale credentials has another turn', async () => {
  const expired = awsError('ExpiredTokenException', 'The security token is expired')
  const { rollouts, target, told } = await setup({ UpdateService: [expired, throttled] })
  await expect(rollouts.startRollout(target, { revisionArn })).rejects.toBeInstanceOf(RolloutUnavailable)
  const turn = 'turn ecs:UpdateService'
  expect(told).toEqual([turn, turn, 'throttled ecs:UpdateService'])
})

test('a request without a turn is not sent, and is counted as postponed', async () => {
  const { rollouts, target, results, operations } = await setup({}, { refuses: ['ecs:UpdateService'] })
  await expect(rollouts.startRollout(target, { revisionArn })).rejects.toBeInstanceOf(RolloutPostponed)
  expect(operations).toEqual([])
  expect(results).toEqual([['ecs:UpdateService', 'postponed']])
})

test('a read without an answer is repeated while there is time, and not after', async () => {
  const missing = ok({ services: [], failures: [{ reason: 'MISSING' }] })
  const hasTime = await setup({ DescribeServices: [hang, hang, missing] }, { readMs: 1_000 })
  await expect(hasTime.rollouts.snapshot(hasTime.target)).rejects.toThrow(/There is no service|No answer/)
  expect(hasTime.operations.length).toBeGreaterThan(1)
  await ecs?.close()
  const hasNone = await setup({ DescribeServices: [hang] })
  const step = new AbortController()
  const ended = hasNone.rollouts.snapshot({ ...hasNone.target, signal: step.signal })
  await Promise.all([
    expect(ended).rejects.toThrow('No answer came in time.'),
    until('the read to be sent', () => hasNone.operations.length === 1).then(() => step.abort()),
  ])
  expect(hasNone.operations).toHaveLength(1)
})
