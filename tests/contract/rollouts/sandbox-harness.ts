import { createEcsRollouts } from '@/lib/ecs/rollouts'
import type { CloudAccountAccess } from '@/lib/ports/rollouts'
import { type RunningSandbox, startSandbox } from '@/sandbox/ecs/server'
import type { RolloutsHarness } from './contract-run'

export const ACCOUNT: CloudAccountAccess = {
  id: 'account-1',
  teamId: 'team-1',
  name: 'Production',
  region: 'us-east-1',
  endpoint: null,
  credentials: { kind: 'static', sealed: { keyId: 'k', encapsulatedKey: 'e', ciphertext: 'c' } },
}

export const BREAKERS = {
  web: { enabled: true, rollback: true },
  frail: { enabled: true, rollback: false },
  plain: { enabled: false, rollback: false },
  codedeploy: { enabled: false, rollback: false },
}

const KEYS = { accessKeyId: 'AKIACONTRACTTESTKEY0', secretAccessKey: 'contract-test-secret-key' }

export interface SandboxHarness extends RolloutsHarness {
  sandbox: RunningSandbox
  /** Orders something of the sandbox's control endpoint, e.g. `next`. */
  order(path: string, body: object): Promise<void>
}

/** The ECS adapter and a sandbox of its own, whose time stands still but for `advance`. */
export async function startSandboxHarness(): Promise<SandboxHarness> {
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
    sandbox,
    order,
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
}
