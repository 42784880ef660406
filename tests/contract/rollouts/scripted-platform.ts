import { RolloutRejected, RolloutUnavailable, RolloutUnknown } from '@/lib/ports/rollout-errors'
import type { Revision, Rollout, Rollouts, RolloutTarget } from '@/lib/ports/rollouts'
import {
  primaryOf,
  type ScriptedRollout,
  type ScriptedService,
  type ScriptedServiceSettings,
  STEPS,
} from './scripted-service'

/** `answer_lost`: the call takes effect, then fails as unknown. `lost`: it fails as unknown without effect. */
export type ScriptedFault = 'unavailable' | 'rejected' | 'lost' | 'answer_lost'

export interface ScriptedCall {
  operation: 'registerRevision' | 'startRollout' | 'stopRollout'
  service: string
  deploymentId: string
  /** The revision that was registered, whose rollout was started, or whose rollout was stopped; null: no effect. */
  revisionArn: string | null
}

export interface RegisteredRevision extends Revision {
  family: string
  image: string
  /** Null: not registered by us. */
  runId: string | null
}

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const ARN = 'arn:aws:ecs:us-east-1:123456789012'

/** What the scripted platform holds, and how time and faults act on it. */
export class ScriptedPlatform {
  readonly ledger: ScriptedCall[] = []
  readonly services: ScriptedService[] = []
  readonly #revisions: RegisteredRevision[] = []
  readonly #faults = new Map<keyof Rollouts, ScriptedFault[]>()
  readonly #now: () => Date
  #lastId = 1000

  constructor(services: readonly ScriptedServiceSettings[], now: () => Date) {
    this.#now = now
    for (const settings of services) {
      const service: ScriptedService = { ...settings, rollouts: [], next: 'healthy' }
      this.services.push(service)
      const revision = this.register(settings.name, settings.image, null)
      this.begin(service, revision.revisionArn, STEPS, new Date(now().getTime() - DAY_MS))
    }
  }

  register(family: string, image: string, runId: string | null): RegisteredRevision {
    const number = this.#revisions.filter((revision) => revision.family === family).length + 1
    const revision = {
      family,
      image,
      runId,
      revisionArn: `${ARN}:task-definition/${family}:${number}`,
      changes: [],
    }
    this.#revisions.push(revision)
    return revision
  }

  begin(service: ScriptedService, revisionArn: string, age: number, startedAt = this.#now()): void {
    this.#lastId += 1
    for (const older of service.rollouts) older.replacedAtAge ??= older.age
    service.rollouts.push({
      rolloutId: `ecs-svc/${this.#lastId}`,
      serviceDeploymentArn: `${ARN}:service-deployment/${service.cluster}/${service.name}/${this.#lastId}`,
      revisionArn,
      startedAt,
      outcome: service.next,
      age,
      stoppedAtAge: null,
      replacedAtAge: null,
    })
    service.next = 'healthy'
  }

  advance(steps: number): void {
    for (const service of this.services) {
      for (const rollout of service.rollouts) rollout.age += steps
      if (isDueToBeSuperseded(service.rollouts.at(-1))) {
        this.begin(
          service,
          this.register(service.name, `${service.image}-of-somebody-else`, null).revisionArn,
          0,
        )
      }
    }
  }

  fault(method: keyof Rollouts, fault: ScriptedFault, times: number): void {
    this.#faults.set(method, [
      ...(this.#faults.get(method) ?? []),
      ...Array<ScriptedFault>(times).fill(fault),
    ])
  }

  /** Carries a call out, or lets the next fault of the method strike, before or after the effect. */
  call<Answer>(method: keyof Rollouts, signal: AbortSignal | null, effect: () => Answer): Answer {
    if (signal?.aborted) throw new RolloutUnavailable(`${method} was not sent: its time was up.`)
    const fault = this.#faults.get(method)?.shift()
    if (fault === 'unavailable') throw new RolloutUnavailable(`${method} failed. AWS asks to slow down.`)
    if (fault === 'rejected') throw new RolloutRejected(`${method} is refused by script.`)
    if (fault === 'lost') throw new RolloutUnknown(`${method} failed. No answer came in time.`)
    const answer = effect()
    if (fault === 'answer_lost') throw new RolloutUnknown(`${method} failed. The connection broke.`)
    return answer
  }

  tell(operation: ScriptedCall['operation'], target: RolloutTarget, revisionArn: string | null): void {
    this.ledger.push({ operation, service: target.service, deploymentId: target.deploymentId, revisionArn })
  }

  serviceOf({ cluster, service: name }: Pick<RolloutTarget, 'cluster' | 'service'>): ScriptedService {
    const service = this.services.find(
      (candidate) => candidate.cluster === cluster && candidate.name === name,
    )
    if (service !== undefined) return service
    throw new RolloutRejected(`There is no service "${name}" in the cluster "${cluster}".`)
  }

  revisionOf(revisionArn: string): RegisteredRevision {
    const revision = this.#revisions.find((candidate) => candidate.revisionArn === revisionArn)
    if (revision === undefined) throw new RolloutRejected(`There is no task definition ${revisionArn}.`)
    return revision
  }

  /** As in ECS, what a run registered is newer than what it is based on. */
  revisionOfRun(runId: string, basedOnRevisionArn: string): RegisteredRevision | null {
    const base = this.#revisions.findIndex((revision) => revision.revisionArn === basedOnRevisionArn)
    return this.#revisions.slice(base + 1).findLast((revision) => revision.runId === runId) ?? null
  }

  /** The newest rollout of the revision that is PRIMARY or began since then. */
  rolloutOf(service: ScriptedService, revisionArn: string, since: Date): Rollout | null {
    const rollout = service.rollouts.findLast(
      (candidate) =>
        candidate.revisionArn === revisionArn &&
        (candidate === primaryOf(service) || candidate.startedAt.getTime() >= since.getTime() - MINUTE_MS),
    )
    if (rollout === undefined) return null
    return { rolloutId: rollout.rolloutId, startedAt: rollout.startedAt, serviceDeploymentArn: null }
  }
}

function isDueToBeSuperseded(newest: ScriptedRollout | undefined): boolean {
  return newest?.outcome === 'superseded' && newest.age >= STEPS && newest.stoppedAtAge === null
}
