import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { RolloutRejected, RolloutUnavailable, RolloutUnknown } from '@/lib/ports/rollout-errors'
import type { Rollouts, RolloutTarget } from '@/lib/ports/rollouts'
import * as runs from './contract-run'
import { IMAGE, type RolloutsHarness } from './contract-run'

/** The promises of `Rollouts`, the same for every implementation. */
export function describeRolloutsContract(name: string, setup: () => Promise<RolloutsHarness>): void {
  describe(name, () => {
    let harness: RolloutsHarness
    let rollouts: Rollouts

    beforeEach(async () => {
      harness = await setup()
      rollouts = harness.rollouts
    })
    afterEach(() => harness.close())

    const targetOf = (service: string, changes?: Partial<RolloutTarget>) =>
      runs.targetOf(harness, service, changes)
    const startRun = (service: string) => runs.startRun(harness, service)
    const watch = (service: string, run: runs.StartedRun, deadlineMs?: number) =>
      runs.watch(harness, service, run, deadlineMs)
    const findServiceDeployment = (service: string, run: runs.StartedRun) =>
      runs.findServiceDeployment(harness, service, run)

    describe('a snapshot', () => {
      test('tells what serves, and that it is settled', async () => {
        expect(await rollouts.snapshot(targetOf('web'))).toMatchObject({
          revisionArn: expect.stringMatching(/:task-definition\/web:1$/),
          image: 'registry.example/web:1',
          rolloutId: expect.stringMatching(/^ecs-svc\/\d+$/),
          rolloutSettled: true,
          desiredCount: 2,
          bakeTimeMinutes: 0,
          circuitBreaker: { enabled: true, rollback: true },
        })
        expect(await rollouts.snapshot(targetOf('plain'))).toMatchObject({
          circuitBreaker: { enabled: false },
        })
      })

      test('during a rollout is not settled', async () => {
        await startRun('web')
        expect(await rollouts.snapshot(targetOf('web'))).toMatchObject({ rolloutSettled: false })
      })

      test('of a rollout whose tasks all fail, and that nothing will end, tells what serves beneath it', async () => {
        await harness.next('plain', 'cannot_pull')
        const run = await startRun('plain')
        expect(await rollouts.snapshot(targetOf('plain'))).toMatchObject({ beneath: null })
        await watch('plain', run)
        expect(await rollouts.snapshot(targetOf('plain'))).toMatchObject({
          revisionArn: run.revision.revisionArn,
          rolloutSettled: false,
          beneath: { revisionArn: run.before.revisionArn, image: run.before.image },
        })
      })

      test.each([
        ['a service that does not exist', { service: 'nowhere', container: 'nowhere' }, /nowhere/],
        ['a cluster that does not exist', { cluster: 'nowhere' }, /nowhere|[Cc]luster/],
        ['a container that does not exist', { container: 'sidecar' }, /no container "sidecar"; it has "web"/],
        [
          'a service of CodeDeploy',
          { service: 'codedeploy', container: 'codedeploy' },
          /CODE_DEPLOY|CodeDeploy/,
        ],
      ])('of %s is refused in words', async (_what, changes, words) => {
        const refused = rollouts.snapshot(targetOf('web', changes))
        await expect(refused).rejects.toBeInstanceOf(RolloutRejected)
        await expect(refused).rejects.toThrow(words)
      })

      test('that the account may not take is refused', async () => {
        await harness.fault('snapshot', 'denied')
        await expect(rollouts.snapshot(targetOf('web'))).rejects.toBeInstanceOf(RolloutRejected)
      })

      test('whose time is up already is not taken', async () => {
        const late = targetOf('web', { signal: AbortSignal.abort() })
        await expect(rollouts.snapshot(late)).rejects.toBeInstanceOf(RolloutUnavailable)
      })
    })

    describe('a registered revision', () => {
      test('differs in the image, and changes nothing that serves', async () => {
        const before = await rollouts.snapshot(targetOf('web'))
        const order = { runId: 'run-1', basedOnRevisionArn: before.revisionArn, image: IMAGE }
        const revision = await rollouts.registerRevision(targetOf('web'), order)
        expect(revision.revisionArn).not.toBe(before.revisionArn)
        expect(revision.changes).toEqual([
          { what: 'web image', before: 'registry.example/web:1', after: IMAGE },
        ])
        expect(await rollouts.snapshot(targetOf('web'))).toEqual(before)
      })

      test('without another image is a fresh one without changes', async () => {
        const { revisionArn } = await rollouts.snapshot(targetOf('web'))
        const order = { runId: 'run-1', basedOnRevisionArn: revisionArn, image: null }
        const revision = await rollouts.registerRevision(targetOf('web'), order)
        expect(revision.revisionArn).not.toBe(revisionArn)
        expect(revision.changes).toEqual([])
      })

      test('is found again by its run, with its changes, and by no other run', async () => {
        const { revisionArn } = await rollouts.snapshot(targetOf('web'))
        const query = { runId: 'run-1', basedOnRevisionArn: revisionArn }
        expect(await rollouts.findRevision(targetOf('web'), query)).toBeNull()
        const revision = await rollouts.registerRevision(targetOf('web'), { ...query, image: IMAGE })
        expect(await rollouts.findRevision(targetOf('web'), query)).toEqual(revision)
        expect(await rollouts.findRevision(targetOf('web'), { ...query, runId: 'run-2' })).toBeNull()
      })

      test('based on that of an earlier run belongs to the later run only', async () => {
        const { revisionArn } = await rollouts.snapshot(targetOf('web'))
        const first = await rollouts.registerRevision(targetOf('web'), {
          runId: 'run-1',
          basedOnRevisionArn: revisionArn,
          image: IMAGE,
        })
        const query = { runId: 'run-2', basedOnRevisionArn: first.revisionArn }
        const second = await rollouts.registerRevision(targetOf('web'), { ...query, image: null })
        expect(await rollouts.findRevision(targetOf('web'), query)).toMatchObject({
          revisionArn: second.revisionArn,
        })
        expect(await rollouts.findRevision(targetOf('web'), { ...query, runId: 'run-1' })).toBeNull()
      })

      test('for a container that is not there is refused, naming those that are', async () => {
        const { revisionArn } = await rollouts.snapshot(targetOf('web'))
        const order = { runId: 'run-1', basedOnRevisionArn: revisionArn, image: IMAGE }
        const refused = rollouts.registerRevision(targetOf('web', { container: 'sidecar' }), order)
        await expect(refused).rejects.toThrow(/no container "sidecar"; it has "web"/)
      })
    })

    describe('starting a rollout', () => {
      test('makes one rollout, which is found again', async () => {
        const { before, revision, rollout } = await startRun('web')
        expect(rollout.rolloutId).not.toBe(before.rolloutId)
        const query = { revisionArn: revision.revisionArn, since: harness.now() }
        expect(await rollouts.findRollout(targetOf('web'), query)).toMatchObject({
          rolloutId: rollout.rolloutId,
        })
        expect(await harness.rolloutsStarted('web')).toBe(1)
      })

      test('is not found before it happened', async () => {
        const { revisionArn } = await rollouts.snapshot(targetOf('web'))
        const order = { runId: 'run-1', basedOnRevisionArn: revisionArn, image: IMAGE }
        const revision = await rollouts.registerRevision(targetOf('web'), order)
        const query = { revisionArn: revision.revisionArn, since: harness.now() }
        expect(await rollouts.findRollout(targetOf('web'), query)).toBeNull()
      })

      test('again with the same revision makes no second one', async () => {
        const { revision, rollout } = await startRun('web')
        const again = await rollouts.startRollout(targetOf('web'), { revisionArn: revision.revisionArn })
        expect(again.rolloutId).toBe(rollout.rolloutId)
        expect(await harness.rolloutsStarted('web')).toBe(1)
      })

      test('whose answer is lost is unknown, and found by looking', async () => {
        const before = await rollouts.snapshot(targetOf('web'))
        const order = { runId: 'run-1', basedOnRevisionArn: before.revisionArn, image: IMAGE }
        const revision = await rollouts.registerRevision(targetOf('web'), order)
        await harness.fault('startRollout', 'answer_lost')
        const lost = rollouts.startRollout(targetOf('web'), { revisionArn: revision.revisionArn })
        await expect(lost).rejects.toBeInstanceOf(RolloutUnknown)
        const query = { revisionArn: revision.revisionArn, since: harness.now() }
        const found = await rollouts.findRollout(targetOf('web'), query)
        expect(found?.rolloutId).toMatch(/^ecs-svc\/\d+$/)
        expect(await harness.rolloutsStarted('web')).toBe(1)
      })

      test('that is throttled is unavailable, has no effect, and is not repeated by itself', async () => {
        const { revisionArn } = await rollouts.snapshot(targetOf('web'))
        await harness.fault('startRollout', 'throttled')
        const throttled = rollouts.startRollout(targetOf('web'), { revisionArn })
        await expect(throttled).rejects.toBeInstanceOf(RolloutUnavailable)
        expect(await harness.rolloutsStarted('web')).toBe(0)
      })

      test('back to the previous revision is not found before it happened, and found after', async () => {
        await harness.next('frail', 'cannot_pull')
        const run = await startRun('frail')
        expect(await watch('frail', run)).toMatchObject({ kind: 'failed', rollback: true })
        const query = { revisionArn: run.before.revisionArn, since: harness.now() }
        expect(await rollouts.findRollout(targetOf('frail'), query)).toBeNull()
        const order = { revisionArn: run.before.revisionArn }
        const back = await rollouts.startRollout(targetOf('frail'), order)
        expect(back.rolloutId).not.toBe(run.before.rolloutId)
        expect(await rollouts.findRollout(targetOf('frail'), query)).toMatchObject({
          rolloutId: back.rolloutId,
        })
      })

      test('that was rolled back is still found by its revision', async () => {
        await harness.next('web', 'cannot_pull')
        const run = await startRun('web')
        await watch('web', run)
        const query = { revisionArn: run.revision.revisionArn, since: run.rollout.startedAt }
        expect(await rollouts.findRollout(targetOf('web'), query)).not.toBeNull()
      })
    })

    describe('watching', () => {
      test('a healthy rollout ends as succeeded, with our image serving', async () => {
        const run = await startRun('web')
        expect(await watch('web', run)).toMatchObject({ kind: 'succeeded' })
        expect(await rollouts.snapshot(targetOf('web'))).toMatchObject({ image: IMAGE, rolloutSettled: true })
      })

      test('a rollout that the circuit breaker rolls back ends as rolled back, and says why', async () => {
        await harness.next('web', 'cannot_pull')
        const run = await startRun('web')
        const verdict = await watch('web', run)
        expect(verdict).toMatchObject({ kind: 'rolled_back', detail: expect.stringContaining('CannotPull') })
        expect(await rollouts.snapshot(targetOf('web'))).toMatchObject({
          revisionArn: run.before.revisionArn,
        })
      })

      test('a rollout that the circuit breaker only stops ends as failed, to be rolled back by us', async () => {
        await harness.next('frail', 'cannot_pull')
        const run = await startRun('frail')
        expect(await watch('frail', run)).toMatchObject({ kind: 'failed', rollback: true })
        await rollouts.startRollout(targetOf('frail'), { revisionArn: run.before.revisionArn })
        expect(await rollouts.snapshot(targetOf('frail'))).toMatchObject({
          revisionArn: run.before.revisionArn,
        })
      })

      test('crashes without a circuit breaker end as failed, to be rolled back by us', async () => {
        await harness.next('plain', 'cannot_pull')
        expect(await watch('plain', await startRun('plain'))).toMatchObject({
          kind: 'failed',
          rollback: true,
          detail: expect.stringContaining('CannotPull'),
        })
      })

      test('a rollout that is stuck times out', async () => {
        await harness.next('web', 'stuck')
        expect(await watch('web', await startRun('web'), 1)).toMatchObject({ kind: 'timed_out' })
      })

      test("a rollout that somebody else's replaces ends as superseded", async () => {
        await harness.next('web', 'superseded')
        expect(await watch('web', await startRun('web'))).toMatchObject({ kind: 'superseded' })
      })
    })

    describe('stopping', () => {
      test('a running rollout rolls it back', async () => {
        await harness.next('web', 'stuck')
        const run = await startRun('web')
        const serviceDeploymentArn = await findServiceDeployment('web', run)
        expect(await rollouts.stopRollout(targetOf('web'), { serviceDeploymentArn })).toBe(true)
        expect(await watch('web', run)).toMatchObject({ kind: 'rolled_back' })
      })

      test('a rollout that has ended is answered with false', async () => {
        const run = await startRun('web')
        const serviceDeploymentArn = await findServiceDeployment('web', run)
        expect(await watch('web', run)).toMatchObject({ kind: 'succeeded' })
        expect(await rollouts.stopRollout(targetOf('web'), { serviceDeploymentArn })).toBe(false)
      })
    })

    test('discovering lists clusters, services and their containers', async () => {
      const discovery = await rollouts.discover(harness.account)
      expect(discovery.identity).toMatch(/^arn:aws:/)
      expect(discovery.truncated).toBe(false)
      const services = discovery.clusters.find((cluster) => cluster.name === 'prod')?.services
      expect(services?.map((service) => service.name)).toEqual(['codedeploy', 'frail', 'plain', 'web'])
      expect(services?.at(-1)).toEqual({
        name: 'web',
        status: 'ACTIVE',
        desiredCount: 2,
        deploymentController: 'ECS',
        containers: [{ name: 'web', image: 'registry.example/web:1' }],
      })
    })
  })
}
