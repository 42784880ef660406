import { z } from 'zod'
import { AwsError } from './aws-error.ts'
import { demoSeed } from './demo-seed.ts'
import { faultKinds, seededRandom } from './faults.ts'
import { circuitBreakers, outcomes, rollbackVariants } from './records.ts'
import { jsonReply, type Reply } from './reply.ts'
import { phaseAt } from './rollout-script.ts'
import type { Sandbox } from './sandbox.ts'
import { plantSeed, type Seed, seedSchema } from './seed.ts'
import { describeService } from './service-view.ts'
import { serviceKey } from './world.ts'

const nextSchema = z.strictObject({
  cluster: z.string().default('default'),
  service: z.string(),
  outcome: z.enum(outcomes),
  seconds: z.number().positive().nullable().default(null),
  /** How its rollback shows: see `rollbackVariants`. */
  breakerVariant: z.enum(rollbackVariants).default('old_id'),
  /** In place of what the service's deployment configuration says. */
  circuitBreaker: z.enum(circuitBreakers).nullable().default(null),
})

const nextTaskSchema = z.strictObject({
  family: z.string(),
  outcome: z.enum(['exits', 'cannot_pull', 'runs_on']).default('exits'),
  exitCode: z.number().int().min(0).max(255).default(0),
  seconds: z.number().positive().nullable().default(null),
})

const faultSchema = z.strictObject({
  fault: z.enum(faultKinds),
  operation: z.string().nullable().default(null),
  service: z.string().nullable().default(null),
  count: z.number().int().positive().nullable().optional(),
  probability: z.number().min(0).max(1).optional(),
  seed: z.number().int().default(1),
  after_effect: z.boolean().optional(),
  error: z
    .strictObject({ code: z.string(), message: z.string(), status: z.number().int().default(400) })
    .nullable()
    .default(null),
})

const clockSchema = z.strictObject({
  advanceMs: z.number().min(0).optional(),
  mode: z.enum(['stepped', 'real']).optional(),
})

const resetSchema = z.strictObject({ seed: z.enum(['demo', 'none']).default('none') })

export type ControlRequest = { method: string; path: string; query: URLSearchParams; body: Buffer }

/** Answers a request to `/_sandbox/…`; wrong ones with 400 or 404 and `{ error }`. */
export function answerControl(sandbox: Sandbox, request: ControlRequest): Reply {
  sandbox.settle()
  const body = parse(request.body)
  if (body === undefined) return refuse(400, 'The body is not JSON.')
  const reply = route(sandbox, request, body)
  sandbox.settle()
  return reply
}

function route(sandbox: Sandbox, request: ControlRequest, body: unknown): Reply {
  switch (`${request.method} ${request.path}`) {
    case 'GET /_sandbox/health':
      return jsonReply(200, { status: 'ok', now: new Date(sandbox.clock.now()).toISOString() })
    case 'GET /_sandbox/ledger':
      return jsonReply(200, {
        entries: sandbox.journal.ledger(request.query.get('service'), request.query.get('cluster')),
      })
    case 'GET /_sandbox/state':
      return jsonReply(200, state(sandbox))
    case 'POST /_sandbox/next':
      return parsed(nextSchema, body, (next) => orderNext(sandbox, next))
    case 'POST /_sandbox/next_task':
      return parsed(nextTaskSchema, body, ({ family, ...value }) => {
        sandbox.world.put({ kind: 'nextTask', id: family, value })
        return done(sandbox)
      })
    case 'POST /_sandbox/faults':
      return parsed(faultSchema, body, (fault) => orderFault(sandbox, fault))
    case 'GET /_sandbox/faults':
      return jsonReply(200, { faults: sandbox.faults.list() })
    case 'DELETE /_sandbox/faults':
      sandbox.faults.clear()
      return done(sandbox)
    case 'POST /_sandbox/clock':
      return parsed(clockSchema, body, (setting) => setClock(sandbox, setting))
    case 'POST /_sandbox/seed':
      return parsed(seedSchema, body, (seed) => {
        return plant(sandbox, seed)
      })
    case 'POST /_sandbox/reset':
      return parsed(resetSchema, body, ({ seed }) => {
        sandbox.reset()
        if (seed === 'demo') plantSeed(sandbox, demoSeed)
        return done(sandbox)
      })
    default:
      return refuse(404, `There is no ${request.method} ${request.path}.`)
  }
}

/** What was made before something was refused stays: seeding again makes the rest. */
function plant(sandbox: Sandbox, seed: Seed): Reply {
  try {
    plantSeed(sandbox, seed)
    return done(sandbox)
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    sandbox.keep(null)
    return refuse(400, `${error.code}: ${error.message}`)
  }
}

function orderNext(sandbox: Sandbox, order: z.output<typeof nextSchema>): Reply {
  const id = serviceKey(order.cluster, order.service)
  const service = sandbox.world.services.get(id)
  if (service === undefined) return refuse(404, `There is no service ${id}.`)
  const { outcome, seconds, breakerVariant: rollbackVariant, circuitBreaker } = order
  const next = { outcome, seconds, rollbackVariant, circuitBreaker }
  sandbox.world.put({ kind: 'service', id, value: { ...service, next } })
  return done(sandbox)
}

/** Without a count, a fault that has a probability strikes without end, and any other once. */
function orderFault(sandbox: Sandbox, order: z.output<typeof faultSchema>): Reply {
  if (order.fault === 'aws_error' && order.error === null) return refuse(400, 'aws_error needs an error.')
  sandbox.faults.add({
    fault: order.fault,
    operation: order.operation,
    service: order.service,
    count: order.count ?? (order.probability === undefined ? 1 : null),
    probability: order.probability ?? 1,
    afterEffect: order.after_effect ?? order.fault === 'answer_lost',
    error: order.error,
    random: seededRandom(order.seed),
  })
  return done(sandbox)
}

function setClock(sandbox: Sandbox, setting: z.output<typeof clockSchema>): Reply {
  if (setting.mode === 'stepped') sandbox.clock.freeze()
  if (setting.mode === 'real') sandbox.clock.run()
  if (setting.advanceMs !== undefined) sandbox.clock.advance(setting.advanceMs)
  sandbox.keep(null)
  return jsonReply(200, { now: new Date(sandbox.clock.now()).toISOString() })
}

function state(sandbox: Sandbox): unknown {
  const { world, clock } = sandbox
  const nowMs = clock.now()
  const services = [...world.services.values()].map((service) => {
    const rollouts = world.rolloutsOf(service)
    return {
      ...describeService(service, rollouts, nowMs, true),
      next: service.next,
      rollouts: rollouts.map((rollout) => ({ ...rollout, phase: phaseAt(rollout, nowMs).name })),
    }
  })
  return {
    now: new Date(nowMs).toISOString(),
    clock: clock.setting(),
    clusters: [...world.clusters.values()],
    services,
    taskDefinitions: [...world.taskDefinitions.keys()],
    roles: [...world.roles.values()],
    accessKeys: [...world.accessKeys.values()].map(({ accessKeyId, arn }) => ({ accessKeyId, arn })),
    faults: sandbox.faults.list(),
  }
}

function parsed<T>(schema: z.ZodType<T>, body: unknown, then: (value: T) => Reply): Reply {
  const result = schema.safeParse(body)
  return result.success ? then(result.data) : refuse(400, z.prettifyError(result.error))
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString() || '{}')
  } catch {
    return undefined
  }
}

function done(sandbox: Sandbox): Reply {
  sandbox.keep(null)
  return jsonReply(200, { ok: true })
}

function refuse(status: number, error: string): Reply {
  return jsonReply(status, { error })
}
