import type { TaskDefinition } from '@aws-sdk/client-ecs'
import { describe, expect, test } from 'vitest'
import { registerTaskDefinitionRequest, updateServiceRequest } from '@/lib/ecs/requests'
import { RolloutRejected } from '@/lib/ports/rollout-errors'

const READ_ONLY = {
  taskDefinitionArn: 'arn:aws:ecs:us-east-1:123456789012:task-definition/web:12',
  revision: 12,
  status: 'ACTIVE',
  requiresAttributes: [{ name: 'com.amazonaws.ecs.capability.docker-remote-api.1.18' }],
  compatibilities: ['EC2', 'FARGATE'],
  registeredAt: new Date('2026-07-01T00:00:00Z'),
  deregisteredAt: new Date('2026-07-02T00:00:00Z'),
  deleteRequestedAt: new Date('2026-07-03T00:00:00Z'),
  registeredBy: 'arn:aws:iam::123456789012:user/ci',
} satisfies Partial<TaskDefinition>

const SETTINGS = {
  family: 'web',
  taskRoleArn: 'arn:aws:iam::123456789012:role/web',
  executionRoleArn: 'arn:aws:iam::123456789012:role/exec',
  networkMode: 'awsvpc',
  volumes: [{ name: 'scratch', host: {} }],
  placementConstraints: [],
  requiresCompatibilities: ['FARGATE'],
  cpu: '256',
  memory: '512',
  runtimePlatform: { cpuArchitecture: 'ARM64', operatingSystemFamily: 'LINUX' },
  ephemeralStorage: { sizeInGiB: 30 },
  pidMode: 'task',
  ipcMode: 'none',
  proxyConfiguration: { type: 'APPMESH', containerName: 'envoy' },
  enableFaultInjection: true,
} satisfies Partial<TaskDefinition>

const WEB = {
  name: 'web',
  image: 'registry.example/web:1',
  environment: [{ name: 'LEVEL', value: 'info' }],
  cpu: 0,
}
const ENVOY = { name: 'envoy', image: 'envoy:1', essential: true }
const BASE = { ...READ_ONLY, ...SETTINGS, containerDefinitions: [WEB, ENVOY] }
const ORDER = { container: 'web', image: 'registry.example/web:2', runId: 'run-1' }

describe('the request that registers a revision', () => {
  test('is the base with the new image, without the nine members that ECS only tells', () => {
    expect(registerTaskDefinitionRequest({ taskDefinition: BASE, tags: [] }, ORDER)).toEqual({
      ...SETTINGS,
      containerDefinitions: [{ ...WEB, image: 'registry.example/web:2' }, ENVOY],
      tags: [{ key: 'shipclock:run', value: 'run-1' }],
    })
  })

  test('without an image keeps the one that is there', () => {
    const request = registerTaskDefinitionRequest(
      { taskDefinition: BASE, tags: [] },
      { ...ORDER, image: null },
    )
    expect(request.containerDefinitions).toEqual([WEB, ENVOY])
  })

  test('carries tags over, except those of AWS and of the run before', () => {
    const tags = [
      { key: 'team', value: 'payments' },
      { key: 'aws:cloudformation:stack-name', value: 'web' },
      { key: 'AWS:other', value: 'x' },
      { key: 'shipclock:run', value: 'run-0' },
    ]
    expect(registerTaskDefinitionRequest({ taskDefinition: BASE, tags }, ORDER).tags).toEqual([
      { key: 'team', value: 'payments' },
      { key: 'shipclock:run', value: 'run-1' },
    ])
  })

  test('leaves what it was made from as it is', () => {
    const before = structuredClone(BASE)
    registerTaskDefinitionRequest({ taskDefinition: BASE, tags: [] }, ORDER)
    expect(BASE).toEqual(before)
  })

  test('for an unknown container is refused, naming those that exist', () => {
    const order = { ...ORDER, container: 'app' }
    const register = () => registerTaskDefinitionRequest({ taskDefinition: BASE, tags: [] }, order)
    expect(register).toThrow(RolloutRejected)
    expect(register).toThrow('The task definition has no container "app"; it has "web", "envoy".')
  })
})

test('the request that starts a rollout names the revision and nothing else: not forced, no count', () => {
  const target = { cluster: 'prod', service: 'web', container: 'web', deploymentId: 'dep-1' }
  expect(updateServiceRequest(target, 'arn:…:web:13')).toEqual({
    cluster: 'prod',
    service: 'web',
    taskDefinition: 'arn:…:web:13',
  })
})
