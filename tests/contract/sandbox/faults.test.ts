import {
  DescribeServicesCommand,
  ECSServiceException,
  ListClustersCommand,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs'
import { AssumeRoleCommand } from '@aws-sdk/client-sts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Bench, lines, register, startBench } from './bench.ts'

let bench: Bench
beforeEach(async () => {
  bench = await startBench()
})
afterEach(() => bench.close())

const describeApi = () => bench.ecs.send(new DescribeServicesCommand({ cluster: 'demo', services: ['api'] }))

/** The error that a call ends with. */
async function errorOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => {
      throw new Error('The call succeeded')
    },
    (error: unknown) => error,
  )
}

test('a throttle strikes once and looks as AWS throttles', async () => {
  await bench.control('faults', { operation: 'DescribeServices', fault: 'throttle' })
  const error = await errorOf(describeApi())
  expect(error).toMatchObject({
    name: 'ThrottlingException',
    message: 'Rate exceeded',
    $metadata: { httpStatusCode: 400 },
  })
  await describeApi()
})

test('only the operation that a fault names is struck', async () => {
  await bench.control('faults', { operation: 'ListClusters', fault: 'throttle', count: 3 })
  await describeApi()
  await errorOf(bench.ecs.send(new ListClustersCommand({})))
})

test('a 500 is a server error of ECS', async () => {
  await bench.control('faults', { fault: 'error500' })
  const error = await errorOf(describeApi())
  expect(error).toBeInstanceOf(ECSServiceException)
  expect(error).toMatchObject({
    name: 'ServerException',
    $fault: 'server',
    $metadata: { httpStatusCode: 500 },
  })
})

test('a 502 in HTML is no exception of ECS at all', async () => {
  await bench.control('faults', { fault: 'html502' })
  const error = await errorOf(describeApi())
  expect(error).not.toBeInstanceOf(ECSServiceException)
  expect(error).toMatchObject({ name: 'SyntaxError' })
})

test('an expired token and a denied access are refused before anything happens', async () => {
  const taskDefinition = await register(bench.ecs, 'api', '2')
  const update = new UpdateServiceCommand({ cluster: 'demo', service: 'api', taskDefinition })
  await bench.control('faults', { operation: 'UpdateService', fault: 'expired_token' })
  expect(await errorOf(bench.ecs.send(update))).toMatchObject({ name: 'ExpiredTokenException' })
  await bench.control('faults', { operation: 'UpdateService', fault: 'access_denied' })
  const denied = await errorOf(bench.ecs.send(update))
  expect(denied).toMatchObject({ name: 'AccessDeniedException' })
  expect(String(denied)).toContain('is not authorized to perform: ecs:UpdateService')
  expect(bench.sandbox.ledger('api').map(({ effect, answer }) => [effect, answer])).toEqual([
    ['none', 'expired_token'],
    ['none', 'access_denied'],
  ])
})

test('any other error of AWS can be ordered', async () => {
  const error = {
    code: 'ClientException',
    message: 'Too many concurrent attempts to create a new revision of the specified family',
  }
  await bench.control('faults', { operation: 'RegisterTaskDefinition', fault: 'aws_error', error })
  expect(await errorOf(register(bench.ecs, 'api', '2'))).toMatchObject({
    name: error.code,
    message: error.message,
  })
  await register(bench.ecs, 'api', '2')
})

test('an answer that is lost was carried out: the connection breaks, the ledger has the rollout', async () => {
  const taskDefinition = await register(bench.ecs, 'api', '2')
  await bench.control('faults', { operation: 'UpdateService', fault: 'answer_lost' })
  const error = await errorOf(
    bench.ecs.send(new UpdateServiceCommand({ cluster: 'demo', service: 'api', taskDefinition })),
  )
  expect(error).not.toBeInstanceOf(ECSServiceException)
  expect(error).toMatchObject({ code: 'ECONNRESET' })
  const [entry, ...others] = bench.sandbox.ledger('api')
  expect(others).toEqual([])
  expect(entry?.effect).toMatch(/^rollout_started ecs-svc\/\d{19} /)
  expect(entry?.answer).toBe('answer_lost')
  expect(lines(await bench.service('api'))[0]).toContain('PRIMARY api:2')
})

test('repeating an update whose answer was lost starts nothing more', async () => {
  const taskDefinition = await register(bench.ecs, 'api', '2')
  await bench.control('faults', { operation: 'UpdateService', fault: 'answer_lost', count: 2 })
  const persistent = bench.client({ maxAttempts: 3 })
  await persistent.send(new UpdateServiceCommand({ cluster: 'demo', service: 'api', taskDefinition }))
  persistent.destroy()
  const effects = bench.sandbox.ledger('api').map(({ effect }) => effect.split(' ')[0])
  expect(effects).toEqual(['rollout_started', 'none', 'none'])
})

test('repeating a forced update whose answer was lost starts a rollout each time, as AWS does', async () => {
  await bench.control('faults', {
    operation: 'UpdateService',
    fault: 'error500',
    after_effect: true,
    count: 2,
  })
  const persistent = bench.client({ maxAttempts: 3 })
  await persistent.send(
    new UpdateServiceCommand({ cluster: 'demo', service: 'api', forceNewDeployment: true }),
  )
  persistent.destroy()
  const effects = bench.sandbox.ledger('api').map(({ effect }) => effect.split(' ')[0])
  expect(effects).toEqual(['rollout_started', 'rollout_started', 'rollout_started'])
})

test('a hanging call never answers, and has no effect unless it is ordered to', async () => {
  for (const [after_effect, effect] of [
    [false, 'none'],
    [true, 'revision_registered'],
  ] as const) {
    await bench.control('faults', { operation: 'RegisterTaskDefinition', fault: 'hang', after_effect })
    const abort = new AbortController()
    const containerDefinitions = [{ name: 'api', image: 'api:2' }]
    const call = bench.ecs.send(new RegisterTaskDefinitionCommand({ family: 'api', containerDefinitions }), {
      abortSignal: abort.signal,
    })
    const ended = errorOf(call)
    await expect.poll(() => bench.sandbox.ledger().at(-1)?.answer).toBe('hang')
    expect(bench.sandbox.ledger().at(-1)?.effect.split(' ')[0]).toBe(effect)
    abort.abort()
    expect(await ended).toMatchObject({ name: 'AbortError' })
    await bench.control('reset', { seed: 'demo' })
  }
})

test('a probability strikes the same calls for the same seed, until it is taken back', async () => {
  const outcomes = async () => {
    await bench.control('faults', { fault: 'throttle', probability: 0.3, seed: 7 })
    const seen: boolean[] = []
    for (let index = 0; index < 40; index += 1) {
      seen.push(
        await describeApi().then(
          () => true,
          () => false,
        ),
      )
    }
    await bench.control('faults', undefined, 'DELETE')
    return seen
  }
  const first = await outcomes()
  expect(first.filter((ok) => !ok).length).toBeGreaterThan(4)
  expect(first.filter((ok) => !ok).length).toBeLessThan(20)
  expect(await outcomes()).toEqual(first)
  await describeApi()
})

test('STS suffers in its own protocol', async () => {
  await bench.control('faults', { operation: 'AssumeRole', fault: 'throttle' })
  const RoleArn = 'arn:aws:iam::123456789012:role/shipclock'
  const assume = new AssumeRoleCommand({ RoleArn, RoleSessionName: 'test', ExternalId: 'shipclock-demo' })
  expect(await errorOf(bench.sts.send(assume))).toMatchObject({
    name: 'Throttling',
    message: 'Rate exceeded',
  })
  await bench.sts.send(assume)
})

test('an order that is wrong is refused with what is wrong', async () => {
  await expect(bench.control('faults', { fault: 'earthquake' })).rejects.toThrow(/400.*fault/s)
  await expect(bench.control('faults', { fault: 'aws_error' })).rejects.toThrow(/needs an error/)
  await expect(bench.control('next', { cluster: 'demo', service: 'nope', outcome: 'slow' })).rejects.toThrow(
    /404/,
  )
  await expect(bench.control('nothing')).rejects.toThrow(/404/)
})

test('a web page in a browser cannot order anything', async () => {
  const order = JSON.stringify({ fault: 'throttle' })
  const plain = await fetch(`${bench.sandbox.url}/_sandbox/faults`, { method: 'POST', body: order })
  expect(plain.status).toBe(403)
  const origin = await fetch(`${bench.sandbox.url}/_sandbox/faults`, {
    method: 'DELETE',
    headers: { origin: 'https://attacker.example' },
  })
  expect(origin.status).toBe(403)
  await describeApi()
})
