import {
  DescribeServiceDeploymentsCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  type ECSClient,
  ListClustersCommand,
  ListServicesCommand,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Bench, startBench } from './bench.ts'

let bench: Bench
beforeEach(async () => {
  bench = await startBench()
})
afterEach(() => bench.close())

/** A client that signs and sends this body, whatever its command says. */
function sending(body: string, header: Record<string, string> = {}): ECSClient {
  const client = bench.client({})
  client.middlewareStack.add(
    (next) => (args) => {
      const { request } = args
      if (typeof request === 'object' && request !== null && 'body' in request && 'headers' in request) {
        request.body = body
        Object.assign(request.headers ?? {}, header, { 'content-length': String(Buffer.byteLength(body)) })
      }
      return next(args)
    },
    { step: 'build', priority: 'low', name: 'replaceBody' },
  )
  return client
}

const update = new UpdateServiceCommand({ cluster: 'demo', service: 'api' })
const registration = new RegisterTaskDefinitionCommand({ family: 'api', containerDefinitions: [] })

test('a member that UpdateService does not know is refused', async () => {
  const refused = sending('{"service":"api","cluster":"demo","task_definition":"api:1"}').send(update)
  await expect(refused).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: expect.stringContaining(
      'Unknown parameter in input: "task_definition", must be one of: service, cluster',
    ),
  })
  expect(bench.sandbox.ledger('api')).toMatchObject([{ effect: 'none', answer: 'InvalidParameterException' }])
})

test('the members that a description adds to a task definition are refused in a registration', async () => {
  const added = [
    '"taskDefinitionArn":"arn"',
    '"revision":1',
    '"status":"ACTIVE"',
    '"requiresAttributes":[]',
    '"compatibilities":[]',
    '"registeredAt":1',
    '"deregisteredAt":1',
    '"deleteRequestedAt":1',
    '"registeredBy":"arn"',
  ]
  for (const member of added) {
    const body = `{"family":"api","containerDefinitions":[{"name":"api","image":"api:2"}],${member}}`
    await expect(sending(body).send(registration)).rejects.toMatchObject({
      name: 'ClientException',
      message: expect.stringContaining('Unknown parameter in input'),
    })
  }
})

test('an unknown member deep inside a request is refused with its path', async () => {
  const body =
    '{"family":"api","containerDefinitions":[{"name":"api","image":"a","portMappings":[{"port":1}]}]}'
  await expect(sending(body).send(registration)).rejects.toMatchObject({
    message: expect.stringContaining('"containerDefinitions[0].portMappings[0].port"'),
  })
})

test.each([
  ['{"cluster":"demo"}', 'InvalidParameterException', 'Service can not be blank.'],
  ['{"service":null}', 'InvalidParameterException', 'Service can not be blank.'],
  ['{"service":7}', 'SerializationException', 'NUMBER_VALUE can not be converted to a String'],
  [
    '{"service":"api","desiredCount":"2"}',
    'SerializationException',
    'STRING_VALUE can not be converted to an Integer',
  ],
  [
    '{"service":"api","forceNewDeployment":"true"}',
    'SerializationException',
    'STRING_VALUE can not be converted to a Boolean',
  ],
  ['{"service":{}}', 'SerializationException', 'Start of structure or map found where not expected.'],
  ['{"service":"api","loadBalancers":"x"}', 'SerializationException', 'Unexpected field type'],
  ['{"service":', 'SerializationException', 'The request body is not JSON.'],
  ['[]', 'SerializationException', 'Start of structure or map found where not expected.'],
])('UpdateService with the body %s is refused with %s', async (body, name, message) => {
  await expect(sending(body).send(update)).rejects.toMatchObject({ name, message })
})

test('a value outside of its set is refused', async () => {
  const body = '{"service":"api","cluster":"demo","deploymentController":{"type":"MINE"}}'
  await expect(sending(body).send(update)).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: expect.stringContaining('Member must satisfy enum value set: [CODE_DEPLOY, ECS, EXTERNAL]'),
  })
})

test('an operation that is not served is unknown', async () => {
  const target = { 'x-amz-target': 'AmazonEC2ContainerServiceV20141113.CreateTaskSet' }
  await expect(sending('{}', target).send(update)).rejects.toMatchObject({
    name: 'UnknownOperationException',
  })
})

test.each([
  [
    { family: 'not allowed', containerDefinitions: [{ name: 'a', image: 'a' }] },
    'Family contains invalid characters.',
  ],
  [{ family: 'a', containerDefinitions: [] }, 'Container list cannot be empty.'],
  [{ family: 'a', containerDefinitions: [{ name: 'a' }] }, 'Container.image should not be null or empty.'],
  [{ family: 'a', containerDefinitions: [{ image: 'a' }] }, 'Container.name should not be null or empty.'],
  [
    { family: 'a', containerDefinitions: [{ name: 'a', image: 'a', essential: false }] },
    'At least one container in a task definition must be marked essential.',
  ],
])('a task definition that ECS would not take is refused: %#', async (request, message) => {
  const refused = bench.ecs.send(new RegisterTaskDefinitionCommand(request))
  await expect(refused).rejects.toMatchObject({ name: 'ClientException', message })
})

test('a cluster that does not exist is told apart from a service that does not', async () => {
  const inNoCluster = new DescribeServicesCommand({ cluster: 'nope', services: ['api'] })
  await expect(bench.ecs.send(inNoCluster)).rejects.toMatchObject({
    name: 'ClusterNotFoundException',
    message: 'Cluster not found.',
  })
  const noService = new UpdateServiceCommand({ cluster: 'demo', service: 'nope' })
  await expect(bench.ecs.send(noService)).rejects.toMatchObject({
    name: 'ServiceNotFoundException',
    message: 'Service not found.',
  })
})

test('describing nothing, or too much at once, is refused', async () => {
  const services = Array.from({ length: 11 }, (_, index) => `s${index}`)
  for (const command of [
    new DescribeServicesCommand({ cluster: 'demo', services: [] }),
    new DescribeServicesCommand({ cluster: 'demo', services }),
  ]) {
    await expect(bench.ecs.send(command)).rejects.toMatchObject({ name: 'InvalidParameterException' })
  }
  await expect(
    bench.ecs.send(new DescribeTasksCommand({ cluster: 'demo', tasks: [] })),
  ).rejects.toMatchObject({
    message: 'Tasks cannot be empty.',
  })
  const deployments = new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [] })
  await expect(bench.ecs.send(deployments)).rejects.toMatchObject({ name: 'InvalidParameterException' })
})

test('a token that was not given out is refused, and so is a page of no size', async () => {
  for (const request of [{ nextToken: 'made-up' }, { maxResults: 0 }, { maxResults: 101 }]) {
    const refused = bench.ecs.send(new ListClustersCommand(request))
    await expect(refused).rejects.toMatchObject({ name: 'InvalidParameterException' })
  }
})

test('lists come in pages', async () => {
  const pages: (string[] | undefined)[] = []
  let nextToken: string | undefined
  do {
    const answer = await bench.ecs.send(
      new ListServicesCommand({
        cluster: 'demo',
        maxResults: 2,
        ...(nextToken === undefined ? {} : { nextToken }),
      }),
    )
    pages.push(answer.serviceArns?.map((arn) => arn.split('/')[2] ?? ''))
    nextToken = answer.nextToken
  } while (nextToken !== undefined)
  expect(pages).toEqual([['api', 'web'], ['worker']])
})
