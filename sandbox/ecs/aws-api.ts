import { randomUUID } from 'node:crypto'
import { authenticate } from './authenticate.ts'
import { AwsError } from './aws-error.ts'
import { type FaultRule, faultError } from './faults.ts'
import { operationNames } from './operation-names.ts'
import { isMutating, perform } from './operations/registry.ts'
import { jsonReply, type Reply } from './reply.ts'
import { clusterIn, serviceIn, summaryOf } from './request-summary.ts'
import type { Sandbox } from './sandbox.ts'
import type { SignedRequest } from './sigv4.ts'
import { performSts, stsError, stsOperations } from './sts.ts'

const targetPrefix = 'AmazonEC2ContainerServiceV20141113.'

/** A request that was understood: how to carry it out, and how to answer in its protocol. */
type Prepared = {
  api: 'ecs' | 'sts'
  operation: string
  cluster: string | null
  service: string | null
  summary: Record<string, unknown>
  mutating: boolean
  carryOut: (call: ReturnType<Sandbox['call']>) => Reply
}

/** Answers one request to ECS or STS; both are spoken on the same port and told apart by their headers. */
export function answerAws(sandbox: Sandbox, request: SignedRequest): Reply {
  const requestId = randomUUID()
  const api = request.headers['x-amz-target'] === undefined ? 'sts' : 'ecs'
  sandbox.settle()
  try {
    const prepared = api === 'ecs' ? prepareEcs(request, requestId) : prepareSts(request, requestId)
    return carryOut(sandbox, prepared, request, requestId)
  } catch (error) {
    if (error instanceof AwsError) return errorReply(api, error, requestId)
    throw error
  }
}

function carryOut(sandbox: Sandbox, prepared: Prepared, request: SignedRequest, requestId: string): Reply {
  const { world, clock } = sandbox
  const caller = authenticate(world, prepared.api, request, {
    nowMs: clock.now(),
    machineMs: sandbox.machineNow(),
  })
  const call = sandbox.call(caller)
  const fault = sandbox.faults.strike(prepared.operation, prepared.service)
  const tell = (answer: string) => sandbox.keep(prepared.mutating ? entry(prepared, call, answer) : null)
  const held = fault === null ? null : faultReply(fault, prepared, caller.arn, requestId)
  if (fault !== null && held !== null && !fault.afterEffect) {
    tell(fault.fault)
    return held
  }
  let reply: Reply
  try {
    reply = prepared.carryOut(call)
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    tell(held === null ? error.code : (fault?.fault ?? error.code))
    return held ?? errorReply(prepared.api, error, requestId)
  }
  tell(held === null ? 'ok' : (fault?.fault ?? 'ok'))
  return held ?? reply
}

function prepareEcs(request: SignedRequest, requestId: string): Prepared {
  const target = String(request.headers['x-amz-target'])
  const operation = operationNames.find((name) => target === targetPrefix + name)
  if (operation === undefined) throw new AwsError('UnknownOperationException', 'Unknown operation')
  if (!String(request.headers['content-type']).startsWith('application/x-amz-json-1.1')) {
    throw new AwsError('UnknownOperationException', 'The content type must be application/x-amz-json-1.1')
  }
  const body = parseBody(request.body)
  return {
    api: 'ecs',
    operation,
    cluster: clusterIn(body),
    service: serviceIn(body),
    summary: summaryOf(body),
    mutating: isMutating(operation),
    carryOut: (call) => awsJson(200, perform(operation, call, body), requestId),
  }
}

function prepareSts(request: SignedRequest, requestId: string): Prepared {
  const form = new URLSearchParams(request.body.toString())
  const operation = stsOperations.find((name) => name === form.get('Action'))
  if (operation === undefined) {
    throw new AwsError(
      'UnknownOperationException',
      `Could not find operation ${form.get('Action') ?? ''} for version 2011-06-15`,
    )
  }
  return {
    api: 'sts',
    operation,
    cluster: null,
    service: null,
    summary: { RoleArn: form.get('RoleArn'), RoleSessionName: form.get('RoleSessionName') },
    // The ledger tells of ECS; that somebody took a role is not part of it.
    mutating: false,
    carryOut: (call) => xmlReply(200, performSts(operation, call, form, requestId), requestId),
  }
}

/** A null member is the same as none. */
function parseBody(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString() || '{}', (_key, value: unknown) => (value === null ? undefined : value))
  } catch {
    throw new AwsError('SerializationException', 'The request body is not JSON.')
  }
}

/** What a fault answers in place of the true answer; null for an ordered error that lacks its error. */
function faultReply(
  fault: FaultRule,
  prepared: Prepared,
  callerArn: string,
  requestId: string,
): Reply | null {
  if (fault.fault === 'hang') return { kind: 'hang' }
  if (fault.fault === 'answer_lost') return { kind: 'break' }
  if (fault.fault === 'html502') {
    const body =
      '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>'
    return { kind: 'answer', status: 502, headers: { 'content-type': 'text/html' }, body }
  }
  const error = faultError(fault, callerArn, prepared.operation, prepared.api)
  return error === null ? null : errorReply(prepared.api, error, requestId)
}

function errorReply(api: 'ecs' | 'sts', error: AwsError, requestId: string): Reply {
  if (api === 'ecs') {
    return awsJson(error.status, { __type: error.code, message: error.message, ...error.members }, requestId)
  }
  const { status, xml } = stsError(error, requestId)
  return xmlReply(status, xml, requestId)
}

function awsJson(status: number, body: unknown, requestId: string): Reply {
  return jsonReply(status, body, {
    'content-type': 'application/x-amz-json-1.1',
    'x-amzn-requestid': requestId,
  })
}

function xmlReply(status: number, body: string, requestId: string): Reply {
  return {
    kind: 'answer',
    status,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
    body,
  }
}

function entry(prepared: Prepared, call: ReturnType<Sandbox['call']>, answer: string) {
  const { accessKeyId, sessionName, arn } = call.caller
  return {
    at: new Date(call.nowMs).toISOString(),
    operation: prepared.operation,
    cluster: prepared.cluster,
    service: prepared.service,
    request: prepared.summary,
    effect: call.effects.join('; ') || 'none',
    answer,
    caller: { accessKeyId, sessionName, arn },
  }
}
