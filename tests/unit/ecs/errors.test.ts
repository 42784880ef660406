import { afterEach, describe, expect, test } from 'vitest'
import { safeWords } from '@/lib/ecs/errors'
import { createEcsRollouts } from '@/lib/ecs/rollouts'
import { RolloutRejected, RolloutUnavailable, RolloutUnknown } from '@/lib/ports/rollout-errors'
import type { RolloutTarget } from '@/lib/ports/rollouts'
import {
  awsError,
  type CannedAnswer,
  type CannedEcs,
  hang,
  hangInBody,
  html,
  ok,
  reset,
  startCannedEcs,
} from './canned-ecs'

const KEYS = { accessKeyId: 'AKIACANARYCANARY0000', secretAccessKey: 'canary-secret-access-key' }

let ecs: CannedEcs | null = null
afterEach(async () => {
  await ecs?.close()
  ecs = null
})

function targetAt(endpoint: string, changes: Partial<RolloutTarget> = {}): RolloutTarget {
  return {
    account: {
      id: 'account-1',
      teamId: 'team-1',
      name: 'Production',
      region: 'us-east-1',
      endpoint,
      credentials: { kind: 'static', sealed: { keyId: 'k', encapsulatedKey: 'e', ciphertext: 'c' } },
    },
    cluster: 'prod',
    service: 'web',
    container: 'web',
    deploymentId: 'dep-1',
    signal: new AbortController().signal,
    ...changes,
  }
}

type ErrorClass = new (message: string) => Error

const calls: string[] = []

async function attempt(kind: 'read' | 'write', answers: CannedAnswer[]) {
  const operation = kind === 'read' ? 'DescribeServices' : 'UpdateService'
  const server = await startCannedEcs({ [operation]: answers })
  ecs = server
  calls.length = 0
  const rollouts = createEcsRollouts({
    openCredentials: async () => KEYS,
    allowPrivateEndpoints: true,
    metrics: (action, result) => calls.push(`${action} ${result}`),
    timeouts: { requestMs: 300, retryPauseMs: 1 },
  })
  const target = targetAt(server.url)
  const outcome =
    kind === 'read' ? rollouts.snapshot(target) : rollouts.startRollout(target, { revisionArn: 'web:2' })
  const error: unknown = await outcome.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  return { error, sent: server.operations.length }
}

const TOO_MANY = 'Too many concurrent attempts to create a new revision of the specified family'
const DENIED =
  'User: arn:aws:sts::123456789012:assumed-role/ship/x is not authorized to perform: iam:PassRole on resource: arn:aws:iam::123456789012:role/exec because no identity-based policy allows the iam:PassRole action'

describe('what ECS answers, sorted', () => {
  test.each<[string, CannedAnswer, ErrorClass, number, ErrorClass]>([
    // answer, error of a read, times a read is sent, error of a write (always sent once)
    [
      'throttled',
      awsError('ThrottlingException', 'Rate exceeded'),
      RolloutUnavailable,
      4,
      RolloutUnavailable,
    ],
    ['HTTP 429', awsError('Whatever', 'slow down', 429), RolloutUnavailable, 4, RolloutUnavailable],
    [
      'too many registrations at once',
      awsError('ClientException', TOO_MANY),
      RolloutUnavailable,
      4,
      RolloutUnavailable,
    ],
    ['a quota', awsError('LimitExceededException', 'limit'), RolloutRejected, 1, RolloutRejected],
    ['access denied', awsError('AccessDeniedException', DENIED), RolloutRejected, 1, RolloutRejected],
    ['a wrong parameter', awsError('InvalidParameterException', 'no'), RolloutRejected, 1, RolloutRejected],
    ['service not found', awsError('ServiceNotFoundException', 'no'), RolloutRejected, 1, RolloutRejected],
    ['service not active', awsError('ServiceNotActiveException', 'no'), RolloutRejected, 1, RolloutRejected],
    ['an unknown key', awsError('UnrecognizedClientException', 'token'), RolloutRejected, 1, RolloutRejected],
    ['an HTML page with 403', html(403), RolloutRejected, 1, RolloutRejected],
    ['a redirect', html(302), RolloutRejected, 1, RolloutRejected],
    ['a server error', awsError('ServerException', 'oops', 500), RolloutUnavailable, 4, RolloutUnknown],
    ['an HTML page with 502', html(502), RolloutUnavailable, 4, RolloutUnknown],
    ['a reset connection', reset, RolloutUnavailable, 4, RolloutUnknown],
    ['no answer', hang, RolloutUnavailable, 4, RolloutUnknown],
    ['half an answer', hangInBody, RolloutUnavailable, 4, RolloutUnknown],
    ['an answer that is no JSON', html(200), RolloutUnavailable, 1, RolloutUnknown],
  ])('%s', async (_what, answer, readError, readsSent, writeError) => {
    const read = await attempt('read', [answer])
    expect(read.error).toBeInstanceOf(readError)
    expect(read.sent).toBe(readsSent)
    await ecs?.close()
    const write = await attempt('write', [answer])
    expect(write.error).toBeInstanceOf(writeError)
    expect(write.sent).toBe(1)
  })

  test('a read that is hit by chance is repeated, and nobody hears of it but the metrics', async () => {
    const missing = ok({ services: [], failures: [{ reason: 'MISSING' }] })
    const { error } = await attempt('read', [
      html(502),
      awsError('ThrottlingException', 'Rate exceeded'),
      missing,
    ])
    expect(error).toBeInstanceOf(RolloutRejected)
    expect(calls).toEqual([
      'ecs:DescribeServices unavailable',
      'ecs:DescribeServices throttled',
      'ecs:DescribeServices ok',
    ])
  })

  test('a missing permission is told with the action to allow', async () => {
    const { error } = await attempt('write', [awsError('AccessDeniedException', DENIED)])
    expect(String(error)).toContain(
      'Cloud account "Production" may not iam:PassRole: allow that action in its IAM policy.',
    )
    const unnamed = await attempt('write', [awsError('AccessDeniedException', 'no')])
    expect(String(unnamed.error)).toContain('may not ecs:UpdateService')
    expect(calls).toEqual(['ecs:UpdateService rejected'])
  })

  test('an update whose answer does not show our rollout is unknown', async () => {
    const { error } = await attempt('write', [ok({ service: { deployments: [{ status: 'PRIMARY' }] } })])
    expect(error).toBeInstanceOf(RolloutUnknown)
  })

  test('an expired token is renewed once, also for a write, which had no effect', async () => {
    const expired = awsError('ExpiredTokenException', 'expired')
    const deployment = {
      id: 'ecs-svc/1',
      status: 'PRIMARY',
      taskDefinition: 'web:2',
      createdAt: 1_700_000_000,
    }
    expect(await attempt('write', [expired, ok({ service: { deployments: [deployment] } })])).toEqual({
      error: null,
      sent: 2,
    })
    await ecs?.close()
    const hopeless = await attempt('write', [expired])
    expect(hopeless.error).toBeInstanceOf(RolloutRejected)
    expect(hopeless.sent).toBe(2)
  })

  test("a clock that is off is corrected from AWS's answer, and the call sent once more", async () => {
    const skewed: CannedAnswer = (response) => {
      response.writeHead(400, { date: new Date(Date.now() + 25 * 3_600_000).toUTCString() })
      response.end(JSON.stringify({ __type: 'InvalidSignatureException', message: 'Signature expired' }))
    }
    const deployment = {
      id: 'ecs-svc/1',
      status: 'PRIMARY',
      taskDefinition: 'web:2',
      createdAt: 1_700_000_000,
    }
    expect(await attempt('write', [skewed, ok({ service: { deployments: [deployment] } })])).toEqual({
      error: null,
      sent: 2,
    })
    const signedAt = ecs?.headers.map((headers) => String(headers['x-amz-date']).slice(0, 8))
    expect(signedAt?.[1]).not.toBe(signedAt?.[0])
  })

  test('where nobody listens a write is unavailable, for it was never sent', async () => {
    const server = await startCannedEcs({})
    await server.close()
    const rollouts = createEcsRollouts({ openCredentials: async () => KEYS, allowPrivateEndpoints: true })
    const starting = rollouts.startRollout(targetAt(server.url), { revisionArn: 'web:2' })
    await expect(starting).rejects.toBeInstanceOf(RolloutUnavailable)
  })

  test('a call is cut when the lease is about to end', async () => {
    const server = await startCannedEcs({ UpdateService: [hang] })
    ecs = server
    const lease = new AbortController()
    const rollouts = createEcsRollouts({ openCredentials: async () => KEYS, allowPrivateEndpoints: true })
    const starting = rollouts.startRollout(targetAt(server.url, { signal: lease.signal }), {
      revisionArn: 'web:2',
    })
    const outcome = expect(starting).rejects.toBeInstanceOf(RolloutUnknown)
    while (server.operations.length === 0) await new Promise(setImmediate)
    lease.abort()
    await outcome
  })
})

describe('what reaches people and logs', () => {
  const token = `${'IQoJb3JpZ2luX2VjEJ'.repeat(20)}==`

  test('never holds key ids, session tokens or the SDK error with its hidden response', async () => {
    const echo = `The Canonical String should have been 'POST x-amz-security-token:${token} ${KEYS.accessKeyId}'`
    for (const name of [
      'SignatureDoesNotMatch',
      'ClientException',
      'ServerException',
      'AccessDeniedException',
    ]) {
      const { error } = await attempt('write', [awsError(name, echo)])
      await ecs?.close()
      const everything = `${String(error)} ${JSON.stringify(error)} ${error instanceof Error ? `${error.stack} ${String(error.cause)}` : ''}`
      expect(everything).not.toContain(token)
      expect(everything).not.toContain(KEYS.accessKeyId)
      expect(everything).not.toContain(KEYS.secretAccessKey)
      expect(error).not.toHaveProperty('$response')
    }
  })

  test('is the first line, cut to a readable length, and keeps names as they are', () => {
    expect(safeWords('first\nsecond')).toBe('first')
    expect(safeWords('x '.repeat(1000)).length).toBeLessThan(410)
    const arn =
      'arn:aws:ecs:us-east-1:123456789012:task-definition/a-family-with-a-rather-long-name-as-some-have:12'
    expect(safeWords(arn)).toBe(arn)
    const digest = `registry.example/web@sha256:${'a1'.repeat(32)}`
    expect(safeWords(digest)).toBe(digest)
  })

  test('does not tell why stored keys could not be opened, unless it is known to be harmless', async () => {
    const failing = (error: Error) =>
      createEcsRollouts({
        openCredentials: async () => {
          throw error
        },
        allowPrivateEndpoints: true,
      }).snapshot(targetAt('http://127.0.0.1:9'))
    await expect(failing(new Error('canary-secret'))).rejects.toThrow(
      /^The stored keys of cloud account "Production" can't be opened\.$/,
    )
    const known = Object.assign(new Error('Sealed to another key.'), { name: 'SecretUnreadable' })
    await expect(failing(known)).rejects.toThrow("can't be opened. Sealed to another key.")
  })
})

describe('an endpoint', () => {
  test.each(['http://127.0.0.1:9', 'https://169.254.169.254', 'http://ecs.example.com'])(
    '%s is refused before anything is sent, unless private ones are allowed',
    async (endpoint) => {
      const rollouts = createEcsRollouts({ openCredentials: async () => KEYS, allowPrivateEndpoints: false })
      const refused = rollouts.snapshot(targetAt(endpoint))
      await expect(refused).rejects.toBeInstanceOf(RolloutRejected)
      await expect(refused).rejects.toThrow("endpoint can't be used")
    },
  )
})
