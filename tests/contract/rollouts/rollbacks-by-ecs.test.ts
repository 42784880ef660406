import { afterEach, beforeEach, expect, test } from 'vitest'
import { RolloutUnknown } from '@/lib/ports/rollout-errors'
import { IMAGE, startRun, targetOf, watch } from './contract-run'
import { type SandboxHarness, startSandboxHarness } from './sandbox-harness'

let harness: SandboxHarness
beforeEach(async () => {
  harness = await startSandboxHarness()
})
afterEach(() => harness.close())

test.each(['old_id', 'old_id_failed_absent', 'new_id'])(
  'a rollback that shows as %s ends as rolled back',
  async (breakerVariant) => {
    await harness.order('next', { cluster: 'prod', service: 'web', outcome: 'crash_loop', breakerVariant })
    const run = await startRun(harness, 'web')
    expect(await watch(harness, 'web', run)).toMatchObject({
      kind: 'rolled_back',
      detail: expect.stringContaining(
        "ECS's circuit breaker rolled the service back: tasks failed to start.",
      ),
    })
  },
)

test('without the permission for service deployments nothing is judged, and nothing changed', async () => {
  const run = await startRun(harness, 'web')
  await harness.order('faults', { operation: 'ListServiceDeployments', fault: 'access_denied' })
  await expect(watch(harness, 'web', run)).rejects.toThrow('may not ecs:ListServiceDeployments')
  expect(await watch(harness, 'web', run)).toMatchObject({ kind: 'succeeded' })
})

test.each(['html502', 'error500', 'answer_lost'])(
  'an update answered by %s after it took effect is unknown, sent once, and adopted by looking',
  async (fault) => {
    const before = await harness.rollouts.snapshot(targetOf(harness, 'web'))
    const order = { runId: 'run-1', basedOnRevisionArn: before.revisionArn, image: IMAGE }
    const revision = await harness.rollouts.registerRevision(targetOf(harness, 'web'), order)
    await harness.order('faults', { operation: 'UpdateService', fault, after_effect: true })
    const lost = harness.rollouts.startRollout(targetOf(harness, 'web'), revision)
    await expect(lost).rejects.toBeInstanceOf(RolloutUnknown)
    const query = { revisionArn: revision.revisionArn, since: harness.now() }
    const rollout = await harness.rollouts.findRollout(targetOf(harness, 'web'), query)
    if (rollout === null) throw new Error('the rollout must be found')
    expect(await watch(harness, 'web', { before, revision, rollout })).toMatchObject({ kind: 'succeeded' })
    expect(await harness.rolloutsStarted('web')).toBe(1)
  },
)
