import { createEcsRollouts } from '@/lib/ecs/rollouts'
import type { CloudAccountAccess } from '@/lib/ports/rollouts'
import { startSandbox } from '@/sandbox/ecs/server'
import { describeRolloutsContract, type RolloutsHarness } from './rollouts-contract'
import { createScriptedRollouts } from './scripted-rollouts'

const ACCOUNT: CloudAccountAccess = {
  id: 'account-1',
  teamId: 'team-1',
  name: 'Production',
  region: 'us-east-1',
  endpoint: null,
  credentials: { kind: 'static', sealed: { keyId: 'k', encapsulatedKey: 'e', ciphertext: 'c' } },
}

const BREAKERS = {
  web: { enabled: true, rollback: true },
  frail: { enabled: true, rollback: false },
  plain: { enabled: false, rollback: false },
  codedeploy: { enabled: false, rollback: false },
}

describeRolloutsContract('the scripted rollouts', async (): Promise<RolloutsHarness> => {
  let now = new Date('2026-08-01T12:00:00Z')
  const scripted = createScriptedRollouts({
    now: () => now,
    services: Object.entries(BREAKERS).map(([name, circuitBreaker]) => ({
      cluster: 'prod',
      name,
      container: name,
      image: `registry.example/${name}:1`,
      desiredCount: 2,
      circuitBreaker,
      deploymentController: name === 'codedeploy' ? 'CODE_DEPLOY' : 'ECS',
    })),
  })
  const faults = { throttled: 'unavailable', answer_lost: 'answer_lost', denied: 'rejected' } as const
  return {
    rollouts: scripted.rollouts,
    account: ACCOUNT,
    now: () => now,
    next: async (service, outcome) => scripted.next({ cluster: 'prod', service }, outcome),
    fault: async (method, fault) => scripted.fault(method, faults[fault]),
    advance: async () => {
      now = new Date(now.getTime() + 5000)
      scripted.advance()
    },
    rolloutsStarted: async (service) =>
      scripted.ledger.filter(
        (call) => call.operation === 'startRollout' && call.service === service && call.revisionArn !== null,
      ).length,
    close: async () => undefined,
  }
})

const KEYS = { accessKeyId: 'AKIACONTRACTTESTKEY0', secretAccessKey: 'contract-test-secret-key' }

describeRolloutsContract('ECS, played by the sandbox', async (): Promise<RolloutsHarness> => {
  const sandbox = await startSandbox({
    port: 0,
    rolloutSeconds: 20,
    seed: {
      accessKeys: [KEYS],
      clusters: [
        {
          name: 'prod',
          services: Object.entries(BREAKERS).map(([name, { enabled, rollback }]) => ({
            name,
            desiredCount: 2,
            deploymentController: { type: name === 'codedeploy' ? 'CODE_DEPLOY' : 'ECS' },
            deploymentConfiguration: { deploymentCircuitBreaker: { enable: enabled, rollback } },
            taskDefinition: {
              family: name,
              containers: [{ name, image: `registry.example/${name}:1`, memory: 128 }],
            },
          })),
        },
      ],
    },
  })
  sandbox.freeze()
  let advancedMs = 0
  const order = async (path: string, body: object) => {
    const answer = await fetch(`${sandbox.url}/_sandbox/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`The sandbox refused ${path}: ${await answer.text()}`)
  }
  const operations = { startRollout: 'UpdateService', snapshot: 'DescribeServices' }
  const faults = { throttled: 'throttle', answer_lost: 'answer_lost', denied: 'access_denied' }
  return {
    rollouts: createEcsRollouts({ openCredentials: async () => KEYS, allowPrivateEndpoints: true }),
    account: { ...ACCOUNT, endpoint: sandbox.url },
    now: () => new Date(Date.now() + advancedMs),
    next: (service, outcome) => order('next', { cluster: 'prod', service, outcome }),
    fault: (method, fault) => order('faults', { operation: operations[method], fault: faults[fault] }),
    advance: async () => {
      advancedMs += 2000
      sandbox.advance(2000)
    },
    rolloutsStarted: async (service) =>
      sandbox.ledger(service).filter((entry) => entry.effect.includes('rollout_started')).length,
    close: () => sandbox.close(),
  }
})
