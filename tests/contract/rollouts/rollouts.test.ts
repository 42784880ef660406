import type { RolloutsHarness } from './contract-run'
import { describeRolloutsContract } from './rollouts-contract'
import { ACCOUNT, BREAKERS, startSandboxHarness } from './sandbox-harness'
import { createScriptedRollouts } from './scripted-rollouts'

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

describeRolloutsContract('ECS, played by the sandbox', startSandboxHarness)
