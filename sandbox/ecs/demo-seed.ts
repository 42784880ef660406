import type { Seed } from './seed.ts'

const registry = 'registry.example/shipclock-demo'
const withBreaker = { deploymentCircuitBreaker: { enable: true, rollback: true } }
const withoutBreaker = { deploymentCircuitBreaker: { enable: false, rollback: false } }

/** What a sandbox holds that was started for the first time: two clusters with services to deploy to. */
export const demoSeed: Seed = {
  clusters: [
    {
      name: 'demo',
      services: [
        service('api', 'api', 2, withBreaker),
        service('web', 'web', 3, withBreaker),
        service('worker', 'worker', 1, withoutBreaker),
      ],
    },
    {
      name: 'demo-staging',
      services: [
        service('api', 'api-staging', 1, withBreaker),
        service('web', 'web-staging', 1, withBreaker),
      ],
    },
  ],
  roles: [{ arn: 'arn:aws:iam::123456789012:role/shipclock', externalId: 'shipclock-demo' }],
}

function service(name: string, family: string, desiredCount: number, deploymentConfiguration: object) {
  const container = {
    name,
    image: `${registry}/${name}:1.0.0`,
    portMappings: [{ containerPort: 8080, protocol: 'tcp' }],
    environment: [{ name: 'LOG_LEVEL', value: 'info' }],
  }
  return {
    name,
    desiredCount,
    launchType: 'FARGATE',
    platformVersion: 'LATEST',
    networkConfiguration: {
      awsvpcConfiguration: { subnets: ['subnet-0dem00000000000a1'], assignPublicIp: 'DISABLED' },
    },
    deploymentConfiguration,
    taskDefinition: {
      family,
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      containers: [container],
    },
  }
}
