import { taskDefinitionArn } from './arns.ts'
import type { Call } from './call.ts'
import { SandboxClock } from './clock.ts'
import { Faults } from './faults.ts'
import { Journal, type LedgerEntry } from './journal.ts'
import { findTaskDefinition } from './lookups.ts'
import { perform } from './operations/registry.ts'
import type { AccessKey, Service } from './records.ts'
import { phaseAt } from './rollout-script.ts'
import { putService } from './start-rollout.ts'
import { World } from './world.ts'

export type SandboxOptions = {
  /** How long a healthy rollout takes. */
  rolloutSeconds: number
  /** Where state and ledger are kept; null keeps them in memory. */
  stateFile: string | null
  /** The machine's clock, ms since the epoch. */
  machineNow: () => number
}

/** The key pair that is always known, for development and demonstration. It opens nothing anywhere else. */
export const demoKey: AccessKey = {
  accessKeyId: 'AKIASHIPCLOCKDEMO',
  secretAccessKey: 'shipclock-sandbox-demo-secret-key',
  arn: 'arn:aws:iam::123456789012:user/shipclock-demo',
  sessionToken: null,
  sessionName: null,
  expiresAtMs: null,
}

/** Whoever updates a service in the middle of a rollout that was scripted as `superseded`. */
const outsider = {
  accessKeyId: 'AKIASOMEBODYELSE',
  sessionName: null,
  arn: 'arn:aws:iam::123456789012:user/somebody-else',
}

/** The sandbox without its wire: what it knows, its time, its ledger, the faults ordered of it. */
export class Sandbox {
  world: World
  clock: SandboxClock
  readonly faults = new Faults()
  readonly journal: Journal
  readonly rolloutSeconds: number
  readonly machineNow: () => number

  constructor(options: SandboxOptions) {
    this.rolloutSeconds = options.rolloutSeconds
    this.machineNow = options.machineNow
    this.journal = new Journal(options.stateFile)
    this.world = new World()
    this.clock = new SandboxClock(this.world, this.machineNow)
    this.journal.replay(this.world)
    this.#knowDemoKey()
  }

  isEmpty(): boolean {
    return this.world.clusters.size === 0
  }

  /** Forgets everything, the ledger and the clock's setting too. */
  reset(): void {
    this.journal.clear()
    this.faults.clear()
    this.world = new World()
    this.clock = new SandboxClock(this.world, this.machineNow)
    this.#knowDemoKey()
  }

  /** What a request works with, now or at another instant. */
  call(caller: Call['caller'], nowMs = this.clock.now()): Call {
    return { world: this.world, nowMs, caller, rolloutSeconds: this.rolloutSeconds, effects: [] }
  }

  /** Keeps what a call changed, and tells the ledger of it if it is to be told. Comes before every answer. */
  keep(told: Omit<LedgerEntry, 'seq'> | null): void {
    this.journal.write(this.world.takePending(), told)
  }

  /** Lets what was due between requests happen: the updates by somebody else that scripts ordered. */
  settle(): void {
    const nowMs = this.clock.now()
    for (const service of this.world.services.values()) {
      const dueMs = service.outsideUpdateAtMs
      if (dueMs !== null && dueMs <= nowMs) this.#updateFromOutside(service, dueMs)
    }
  }

  #updateFromOutside(service: Service, atMs: number): void {
    const call = this.call(outsider, atMs)
    putService(call, { ...service, outsideUpdateAtMs: null })
    const rollout = this.world.rolloutsOf(service).at(-1)
    const serving = rollout?.baseline?.taskDefinition ?? rollout?.taskDefinition ?? ''
    const definition = findTaskDefinition(this.world, serving)
    if (rollout === undefined || definition === undefined || phaseAt(rollout, atMs).name !== 'in_progress')
      return
    const registered = perform('RegisterTaskDefinition', call, definition.request).taskDefinition
    const taskDefinition = taskDefinitionArn(definition.family, registered?.revision ?? 0)
    const request = { cluster: service.cluster, service: service.name, taskDefinition }
    perform('UpdateService', call, request)
    this.keep({
      at: new Date(atMs).toISOString(),
      operation: 'UpdateService',
      cluster: service.cluster,
      service: service.name,
      request,
      effect: call.effects.join('; '),
      answer: 'ok',
      caller: outsider,
    })
  }

  #knowDemoKey(): void {
    if (this.world.accessKeys.has(demoKey.accessKeyId)) return
    this.world.apply({ kind: 'accessKey', id: demoKey.accessKeyId, value: demoKey })
  }
}
