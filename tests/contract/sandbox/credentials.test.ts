import { ECSClient, ListClustersCommand } from '@aws-sdk/client-ecs'
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Bench, demoCredentials, present, register, startBench } from './bench.ts'

let bench: Bench
beforeEach(async () => {
  bench = await startBench()
})
afterEach(() => bench.close())

const RoleArn = 'arn:aws:iam::123456789012:role/shipclock'

async function assume(
  more: { ExternalId?: string; RoleSessionName?: string; DurationSeconds?: number } = {},
) {
  const request = { RoleArn, RoleSessionName: 'deploy-1', ExternalId: 'shipclock-demo', ...more }
  const { Credentials, AssumedRoleUser } = await bench.sts.send(new AssumeRoleCommand(request))
  const credentials = {
    accessKeyId: present(Credentials?.AccessKeyId),
    secretAccessKey: present(Credentials?.SecretAccessKey),
    sessionToken: present(Credentials?.SessionToken),
  }
  return { credentials, expiration: Credentials?.Expiration, arn: AssumedRoleUser?.Arn }
}

function list(credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }) {
  return bench.client({ credentials }).send(new ListClustersCommand({}))
}

test('an unknown access key is refused', async () => {
  const refused = list({ ...demoCredentials, accessKeyId: 'AKIAUNKNOWN' })
  await expect(refused).rejects.toMatchObject({ name: 'UnrecognizedClientException' })
})

test('a wrong secret is refused by the signature', async () => {
  const refused = list({ ...demoCredentials, secretAccessKey: 'wrong' })
  await expect(refused).rejects.toMatchObject({
    name: 'InvalidSignatureException',
    message: expect.stringContaining('does not match the signature you provided'),
  })
})

test('a body that was changed after signing is refused', async () => {
  const client = bench.client({})
  client.middlewareStack.add(
    (next) => (args) => {
      const { request } = args
      if (typeof request === 'object' && request !== null && 'body' in request)
        request.body = '{"maxResults":2}'
      return next(args)
    },
    { step: 'finalizeRequest', priority: 'low', name: 'tamper' },
  )
  const refused = client.send(new ListClustersCommand({ maxResults: 1 }))
  await expect(refused).rejects.toMatchObject({ name: 'InvalidSignatureException' })
})

test('a request that is not signed is refused', async () => {
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'AmazonEC2ContainerServiceV20141113.ListClusters',
  }
  const response = await fetch(bench.sandbox.url, { method: 'POST', headers, body: '{}' })
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ __type: 'MissingAuthenticationTokenException' })
})

test('a signature for another service is refused', async () => {
  const sts = new STSClient({
    region: 'us-east-1',
    endpoint: bench.sandbox.url,
    credentials: demoCredentials,
  })
  const response = sts.send(new GetCallerIdentityCommand({}))
  await expect(response).resolves.toMatchObject({ Account: '123456789012' })
  sts.destroy()
  const scoped = await fetch(bench.sandbox.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AmazonEC2ContainerServiceV20141113.ListClusters',
      authorization: `AWS4-HMAC-SHA256 Credential=AKIASHIPCLOCKDEMO/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`,
    },
    body: '{}',
  })
  expect(await scoped.json()).toMatchObject({
    __type: 'InvalidSignatureException',
    message: expect.stringContaining("correct service: 'ecs'"),
  })
})

test('a signature made by a clock that is an hour off is refused, and the SDK puts its clock right', async () => {
  const client = new ECSClient({
    region: 'us-east-1',
    endpoint: bench.sandbox.url,
    credentials: demoCredentials,
    systemClockOffset: 3_600_000,
    maxAttempts: 1,
  })
  await expect(client.send(new ListClustersCommand({}))).rejects.toMatchObject({
    name: 'InvalidSignatureException',
    message: expect.stringContaining('Signature not yet current'),
  })
  await client.send(new ListClustersCommand({}))
  client.destroy()
})

test('GetCallerIdentity says who the key belongs to', async () => {
  const identity = await bench.sts.send(new GetCallerIdentityCommand({}))
  expect(identity).toMatchObject({
    Account: '123456789012',
    Arn: 'arn:aws:iam::123456789012:user/shipclock-demo',
  })
})

test('a role with its external id gives a session that works and that the ledger names', async () => {
  const { credentials, arn } = await assume()
  expect(credentials.accessKeyId).toMatch(/^ASIA[0-9A-F]{16}$/)
  expect(arn).toBe('arn:aws:sts::123456789012:assumed-role/shipclock/deploy-1')
  await register(bench.client({ credentials }), 'api', '2')
  expect(bench.sandbox.ledger().at(-1)?.caller).toEqual({
    accessKeyId: credentials.accessKeyId,
    sessionName: 'deploy-1',
    arn,
  })
})

test('a role is denied without its external id, with another, and when it does not exist', async () => {
  for (const ExternalId of [undefined, 'another']) {
    const request = { RoleArn, RoleSessionName: 'test', ...(ExternalId === undefined ? {} : { ExternalId }) }
    const denied = bench.sts.send(new AssumeRoleCommand(request))
    await expect(denied).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining(
        `is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
      ),
      $metadata: { httpStatusCode: 403 },
    })
  }
  const unknown = new AssumeRoleCommand({ RoleArn: `${RoleArn}-not`, RoleSessionName: 'test' })
  await expect(bench.sts.send(unknown)).rejects.toMatchObject({ name: 'AccessDenied' })
})

test('a role that was seeded without an external id can be assumed by anybody', async () => {
  const open = 'arn:aws:iam::123456789012:role/open'
  await bench.control('seed', { roles: [{ arn: open }, { arn: RoleArn, externalId: 'changed' }] })
  await bench.sts.send(new AssumeRoleCommand({ RoleArn: open, RoleSessionName: 'test' }))
  await expect(assume()).rejects.toMatchObject({ name: 'AccessDenied' })
  await assume({ ExternalId: 'changed' })
})

test('a session needs its own token and ends when its time is over', async () => {
  const { credentials, expiration } = await assume({ DurationSeconds: 900 })
  const { sessionToken: _dropped, ...bare } = credentials
  await expect(list(bare)).rejects.toMatchObject({ name: 'UnrecognizedClientException' })
  await expect(list({ ...credentials, sessionToken: 'another' })).rejects.toMatchObject({
    name: 'UnrecognizedClientException',
  })
  await list(credentials)
  bench.sandbox.advance(900_000 - 1)
  await list(credentials)
  bench.sandbox.advance(1)
  await expect(list(credentials)).rejects.toMatchObject({ name: 'ExpiredTokenException' })
  const { now } = await bench.control('health')
  expect(now).toBe(expiration?.toISOString())
  const expired = new STSClient({ region: 'us-east-1', endpoint: bench.sandbox.url, credentials })
  await expect(expired.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
    name: 'ExpiredToken',
  })
  expired.destroy()
})

test('a session name or a duration that AWS would refuse is refused', async () => {
  await expect(assume({ RoleSessionName: 'not allowed' })).rejects.toMatchObject({ name: 'ValidationError' })
  await expect(assume({ DurationSeconds: 60 })).rejects.toMatchObject({ name: 'ValidationError' })
})

test('a seeded access key is known from then on', async () => {
  const key = { accessKeyId: 'AKIASEEDED', secretAccessKey: 'seeded-secret' }
  await expect(list(key)).rejects.toMatchObject({ name: 'UnrecognizedClientException' })
  await bench.control('seed', { accessKeys: [key] })
  await list(key)
})
