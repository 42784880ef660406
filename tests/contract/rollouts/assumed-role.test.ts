import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createEcsRollouts } from '@/lib/ecs/rollouts'
import { RolloutRejected, RolloutUnavailable } from '@/lib/ports/rollout-errors'
import type { CloudAccountAccess, Rollouts, RolloutTarget } from '@/lib/ports/rollouts'
import { type RunningSandbox, startSandbox } from '@/sandbox/ecs/server'

const ROLE = 'arn:aws:iam::123456789012:role/shipclock'
const OPEN_ROLE = 'arn:aws:iam::123456789012:role/open-to-everybody'
const EXTERNAL_ID = 'external-id-of-this-account'
const WORKER = { accessKeyId: 'AKIAWORKERIDENTITY00', secretAccessKey: 'worker-secret' }

let sandbox: RunningSandbox
let rollouts: Rollouts
let calls: string[]

beforeEach(async () => {
  sandbox = await startSandbox({
    port: 0,
    seed: {
      accessKeys: [WORKER],
      roles: [
        { arn: ROLE, externalId: EXTERNAL_ID },
        { arn: OPEN_ROLE, externalId: null },
      ],
      clusters: [
        {
          name: 'prod',
          services: [
            {
              name: 'web',
              taskDefinition: { family: 'web', containers: [{ name: 'web', image: 'web:1', memory: 128 }] },
            },
          ],
        },
      ],
    },
  })
  vi.stubEnv('AWS_ACCESS_KEY_ID', WORKER.accessKeyId)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', WORKER.secretAccessKey)
  calls = []
  rollouts = createEcsRollouts({
    openCredentials: async () => {
      throw new Error('a role has no stored keys')
    },
    allowPrivateEndpoints: true,
    metrics: (action, result) => calls.push(`${action} ${result}`),
    timeouts: { retryPauseMs: 1 },
  })
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await sandbox.close()
})

function account(roleArn = ROLE, externalId = EXTERNAL_ID): CloudAccountAccess {
  return {
    id: 'account-1',
    teamId: 'team-1',
    name: 'Production',
    region: 'us-east-1',
    endpoint: sandbox.url,
    credentials: { kind: 'role', roleArn, externalId },
  }
}

function target(changes: Partial<RolloutTarget> = {}): RolloutTarget {
  return {
    account: account(),
    cluster: 'prod',
    service: 'web',
    container: 'web',
    deploymentId: 'dep-42',
    signal: new AbortController().signal,
    ...changes,
  }
}

async function fault(body: object): Promise<void> {
  await fetch(`${sandbox.url}/_sandbox/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

async function register(changes: Partial<RolloutTarget> = {}): Promise<void> {
  const { revisionArn } = await rollouts.snapshot(target(changes))
  await rollouts.registerRevision(target(changes), {
    runId: 'run-1',
    basedOnRevisionArn: revisionArn,
    image: 'web:2',
  })
}

/** The sessions in which revisions were registered. */
function sessions(): (string | null)[] {
  return sandbox
    .ledger()
    .filter((entry) => entry.operation === 'RegisterTaskDefinition')
    .map((entry) => entry.caller.sessionName)
}

/** Every session has keys of its own. */
function keysUsed(): number {
  return new Set(sandbox.ledger().map((entry) => entry.caller.accessKeyId)).size
}

describe('an account with a role', () => {
  test('is entered with its external id, in a session named after the deployment', async () => {
    await register()
    await register({ deploymentId: 'dep/43 with spaces' })
    expect(sessions()).toEqual(['shipclock-dep-42', 'shipclock-dep-43-with-spaces'])
  })

  test('is entered once for all calls of a deployment', async () => {
    await register()
    await register()
    expect(sessions()).toHaveLength(2)
    expect(keysUsed()).toBe(1)
  })

  test.each([
    ['another external id', () => account(ROLE, 'guessed')],
    ['another role', () => account('arn:aws:iam::123456789012:role/unknown')],
  ])('is not entered with %s', async (_what, wrong) => {
    const refused = rollouts.snapshot(target({ account: wrong() }))
    await expect(refused).rejects.toBeInstanceOf(RolloutRejected)
    await expect(refused).rejects.toThrow('may not sts:AssumeRole')
  })

  test('whose session has expired is entered anew, and the call repeated once', async () => {
    await register()
    await fault({ fault: 'expired_token', operation: 'RegisterTaskDefinition' })
    await register()
    expect(sessions().filter((session) => session !== null)).toHaveLength(3)
    expect(keysUsed()).toBe(2)
  })

  test('that cannot be entered just now is unavailable, not unknown: nothing was sent to ECS', async () => {
    const { revisionArn } = await rollouts.snapshot(target())
    await fault({ fault: 'html502', operation: 'AssumeRole' })
    await expect(rollouts.snapshot(target({ deploymentId: 'dep-1' }))).rejects.toBeInstanceOf(
      RolloutUnavailable,
    )
    await fault({ fault: 'hang', operation: 'AssumeRole' })
    const hasty = createEcsRollouts({
      openCredentials: async () => WORKER,
      allowPrivateEndpoints: true,
      timeouts: { requestMs: 200 },
    })
    const starting = hasty.startRollout(target(), { revisionArn })
    await expect(starting).rejects.toBeInstanceOf(RolloutUnavailable)
    expect(sandbox.ledger('web').filter((entry) => entry.operation === 'UpdateService')).toEqual([])
  })

  test('is discovered as that role', async () => {
    expect(await rollouts.discover(account())).toMatchObject({
      identity: expect.stringContaining('assumed-role/shipclock/'),
      clusters: [{ name: 'prod' }],
    })
  })

  test('that lets anybody in without the external id is refused when it is discovered', async () => {
    const refused = rollouts.discover(account(OPEN_ROLE))
    await expect(refused).rejects.toBeInstanceOf(RolloutRejected)
    await expect(refused).rejects.toThrow('can be assumed without its external id')
  })
})

test("an ambient account is the worker's own identity", async () => {
  const ambient: CloudAccountAccess = { ...account(), credentials: { kind: 'ambient' } }
  await register({ account: ambient })
  expect(sessions()).toEqual([null])
  expect(calls).not.toContain('sts:AssumeRole ok')
})

test('other keys, another region or another endpoint are not served by the clients of before', async () => {
  const seen: string[] = []
  const keyed = createEcsRollouts({
    openCredentials: async ({ credentials }) => {
      seen.push(credentials.kind === 'static' ? credentials.sealed.ciphertext : '')
      return WORKER
    },
    allowPrivateEndpoints: true,
  })
  const withKeys = (ciphertext: string): CloudAccountAccess => ({
    ...account(),
    credentials: { kind: 'static', sealed: { keyId: 'k', encapsulatedKey: 'e', ciphertext } },
  })
  await keyed.snapshot(target({ account: withKeys('first') }))
  await keyed.snapshot(target({ account: withKeys('first') }))
  await keyed.snapshot(target({ account: withKeys('second') }))
  expect(seen).toEqual(['first', 'second'])
})
