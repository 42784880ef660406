import {
  DeregisterTaskDefinitionCommand,
  DescribeTaskDefinitionCommand,
  ListTagsForResourceCommand,
  ListTaskDefinitionFamiliesCommand,
  ListTaskDefinitionsCommand,
  type ListTaskDefinitionsCommandInput,
  RegisterTaskDefinitionCommand,
  TagResourceCommand,
} from '@aws-sdk/client-ecs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Bench, present, register, startBench } from './bench.ts'

let bench: Bench
beforeEach(async () => {
  bench = await startBench()
})
afterEach(() => bench.close())

const tags = [{ key: 'deploy', value: 'd1' }]
const list = async (more: ListTaskDefinitionsCommandInput) =>
  present((await bench.ecs.send(new ListTaskDefinitionsCommand(more))).taskDefinitionArns).map(
    (arn) => arn.split('/')[1],
  )
const describeOf = (taskDefinition: string) =>
  bench.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition, include: ['TAGS'] }))

test('a description can be registered again once its nine read-only members are taken off', async () => {
  const { taskDefinition } = await describeOf('api')
  const readOnly = [
    'taskDefinitionArn',
    'revision',
    'status',
    'requiresAttributes',
    'compatibilities',
    'registeredAt',
    'deregisteredAt',
    'deleteRequestedAt',
    'registeredBy',
  ]
  const { family, containerDefinitions, ...rest } = present(taskDefinition)
  const kept = Object.fromEntries(Object.entries(rest).filter(([name]) => !readOnly.includes(name)))
  const again = await bench.ecs.send(
    new RegisterTaskDefinitionCommand({ ...kept, family, containerDefinitions, tags }),
  )
  expect(again.tags).toEqual(tags)
  expect(again.taskDefinition).toMatchObject({ ...kept, containerDefinitions, revision: 2, status: 'ACTIVE' })
})

test('tags come apart from the task definition, and only when they are asked for', async () => {
  const request = { family: 'job', containerDefinitions: [{ name: 'job', image: 'job:1' }], tags }
  await bench.ecs.send(new RegisterTaskDefinitionCommand(request))
  expect((await describeOf('job')).tags).toEqual(tags)
  const bare = await bench.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'job' }))
  expect(bare.tags).toBeUndefined()
})

test('revisions are listed newest first when asked, page after page', async () => {
  for (let revision = 2; revision <= 12; revision += 1) await register(bench.ecs, 'api', `${revision}`)
  const first = await bench.ecs.send(
    new ListTaskDefinitionsCommand({ familyPrefix: 'api', sort: 'DESC', maxResults: 5 }),
  )
  expect(first.taskDefinitionArns?.map((arn) => arn.split(':').at(-1))).toEqual(['12', '11', '10', '9', '8'])
  const nextToken = present(first.nextToken)
  expect(await list({ familyPrefix: 'api', sort: 'DESC', maxResults: 5, nextToken })).toEqual([
    'api:7',
    'api:6',
    'api:5',
    'api:4',
    'api:3',
  ])
  // The prefix is a whole family: `api-staging` is another.
  expect(await list({ familyPrefix: 'api' })).not.toContain('api-staging:1')
})

test('a deregistered revision is inactive, is no longer what its family means, and keeps its number', async () => {
  const second = await register(bench.ecs, 'api', '2')
  await bench.ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: second }))
  expect((await describeOf('api')).taskDefinition?.revision).toBe(1)
  expect((await describeOf('api:2')).taskDefinition).toMatchObject({ status: 'INACTIVE', revision: 2 })
  expect(await list({ familyPrefix: 'api' })).toEqual(['api:1'])
  expect(await list({ familyPrefix: 'api', status: 'INACTIVE' })).toEqual(['api:2'])
  expect(await register(bench.ecs, 'api', '3')).toContain('api:3')
  const again = bench.ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: second }))
  await expect(again).rejects.toMatchObject({ name: 'ClientException' })
})

test('a task definition that does not exist cannot be described', async () => {
  await expect(describeOf('nope')).rejects.toMatchObject({
    name: 'ClientException',
    message: 'Unable to describe task definition.',
  })
})

test('families are listed by their beginning and by whether a revision is active', async () => {
  await bench.ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: 'web:1' }))
  const families = async (more: object) =>
    (await bench.ecs.send(new ListTaskDefinitionFamiliesCommand(more))).families
  expect(await families({ familyPrefix: 'web' })).toEqual(['web', 'web-staging'])
  expect(await families({ familyPrefix: 'web', status: 'ACTIVE' })).toEqual(['web-staging'])
  expect(await families({ familyPrefix: 'web', status: 'INACTIVE' })).toEqual(['web'])
})

test('services, clusters and revisions can be tagged; a key that is there gets the new value', async () => {
  const account = 'arn:aws:ecs:us-east-1:123456789012'
  for (const resourceArn of [
    `${account}:service/demo/api`,
    `${account}:cluster/demo`,
    `${account}:task-definition/api:1`,
  ]) {
    await bench.ecs.send(new TagResourceCommand({ resourceArn, tags }))
    await bench.ecs.send(new TagResourceCommand({ resourceArn, tags: [{ key: 'deploy', value: 'd2' }] }))
    const answer = await bench.ecs.send(new ListTagsForResourceCommand({ resourceArn }))
    expect(answer.tags).toEqual([{ key: 'deploy', value: 'd2' }])
  }
  expect((await bench.service('api')).tags).toEqual([{ key: 'deploy', value: 'd2' }])
  const nowhere = new TagResourceCommand({ resourceArn: `${account}:service/demo/nope`, tags })
  await expect(bench.ecs.send(nowhere)).rejects.toMatchObject({ name: 'InvalidParameterException' })
})
