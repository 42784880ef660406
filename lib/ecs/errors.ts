import { PrivateAddressRefused } from '@/lib/net/address-guard'
import {
  RolloutPostponed,
  RolloutRejected,
  RolloutUnavailable,
  RolloutUnknown,
} from '@/lib/ports/rollout-errors'

/** What was asked of AWS when an error came back. */
export interface AwsCall {
  /** The IAM action, e.g. `ecs:UpdateService`. */
  action: string
  /** A read may be repeated freely; a write may have taken effect although no answer came. */
  kind: 'read' | 'write'
  /** The cloud account's name, for people. */
  account: string
}

/** How a call ended, for metrics. */
export type AwsCallResult = 'ok' | 'throttled' | 'postponed' | 'rejected' | 'unavailable' | 'unknown'

export type RolloutError = RolloutUnavailable | RolloutRejected | RolloutUnknown

/** What an AWS SDK error says, whatever class it is: service exceptions, socket errors, parse errors. */
interface Symptoms {
  name: string
  message: string
  /** Of Node's sockets, e.g. ECONNRESET. */
  code: string | null
  httpStatus: number | null
}

/**
 * The name of an AWS exception that is an answer rather than a mishap, e.g. ConflictException of
 * StopServiceDeployment; null when `error` is none.
 */
export function exceptionName(error: unknown): string | null {
  return error instanceof Error && '$fault' in error ? error.name : null
}

/**
 * Whether AWS refused the call for stale authentication, so that it certainly had no effect and may
 * be sent once more: with renewed credentials, or with the clock that the SDK has just corrected
 * from the answer's Date.
 */
export function isStaleAuthentication(error: unknown): 'credentials' | 'clock' | null {
  if (!(error instanceof Error)) return null
  if (error.name === 'ExpiredToken' || error.name === 'ExpiredTokenException') return 'credentials'
  return field(field(error, '$metadata'), 'clockSkewCorrected') === true ? 'clock' : null
}

/** Repeating a read at once makes sense when there was no answer, or one that may be better the next time. */
export function isWorthRepeating(error: unknown): boolean {
  const symptoms = symptomsOf(error)
  const isMishap = isServerError(symptoms) || isTimeout(symptoms) || symptoms.code === 'ECONNRESET'
  return isMishap || isThrottled(symptoms)
}

/** Whether AWS asked to slow down; the call had no effect. */
export function isThrottle(error: unknown): boolean {
  return isThrottled(symptomsOf(error))
}

export function callResult(error: unknown, mapped: RolloutError): AwsCallResult {
  if (isThrottle(error)) return 'throttled'
  if (mapped instanceof RolloutPostponed) return 'postponed'
  if (mapped instanceof RolloutRejected) return 'rejected'
  return mapped instanceof RolloutUnavailable ? 'unavailable' : 'unknown'
}

/**
 * Sorts whatever the AWS SDK threw into the three errors that the port knows. The SDK's own error is
 * not kept as the cause: its hidden fields hold the response, and AWS quotes signed headers, the session token
 * among them, in some messages. What is kept has gone through `safeWords`.
 */
export function toRolloutError(error: unknown, call: AwsCall): RolloutError {
  if (isRolloutError(error)) return error
  if (error instanceof PrivateAddressRefused) return new RolloutRejected(error.message)
  const symptoms = symptomsOf(error)
  if (isThrottled(symptoms))
    return new RolloutUnavailable(`${about(call)} AWS asks to slow down${quoted(symptoms)}`)
  return neverSent(symptoms, call) ?? refusal(symptoms, call) ?? mishap(symptoms, call)
}

/** Errors that come before the first byte is sent: safe to repeat even for a write, or hopeless. */
function neverSent(symptoms: Symptoms, call: AwsCall): RolloutError | null {
  const { code, name, message } = symptoms
  if (code !== null && NOT_CONNECTED.has(code)) {
    return new RolloutUnavailable(`${about(call)} There is no connection to AWS (${code}).`)
  }
  if (code !== null && /CERT|ERR_TLS|SELF_SIGNED|UNABLE_TO_/.test(code)) {
    return new RolloutRejected(`${about(call)} The endpoint's TLS certificate is not trusted (${code}).`)
  }
  if (name === 'CredentialsProviderError') {
    return new RolloutRejected(
      `${about(call)} The worker has no AWS identity of its own: set the AWS SDK's variables or run it with a role.`,
    )
  }
  return message.startsWith('Region not accepted')
    ? new RolloutRejected(`${about(call)} ${safeWords(message)}`)
    : null
}

/** An answer in ECS's own words, or at least with a status that says no: the call had no effect. */
function refusal(symptoms: Symptoms, call: AwsCall): RolloutError | null {
  const { name, httpStatus, message } = symptoms
  if (httpStatus === null || httpStatus < 300 || httpStatus >= 500 || httpStatus === 408) return null
  if (httpStatus < 400)
    return new RolloutRejected(`${about(call)} The endpoint redirects; that is not followed.`)
  if (DENIED.has(name)) return denied(message, call)
  if (BAD_CREDENTIALS.has(name)) {
    return new RolloutRejected(`${about(call)} AWS does not accept the credentials (${name}).`)
  }
  if (name === 'SyntaxError' || name === 'Unknown') {
    return new RolloutRejected(
      `${about(call)} The endpoint answered HTTP ${httpStatus}, and not as AWS does.`,
    )
  }
  return new RolloutRejected(`${about(call)} AWS answered${quoted(symptoms)}`)
}

function denied(message: string, call: AwsCall): RolloutRejected {
  const action = /not authorized to perform: ([\w-]+:\w+)/.exec(message)?.[1] ?? call.action
  return new RolloutRejected(
    `Cloud account "${call.account}" may not ${action}: allow that action in its IAM policy. AWS says: ${safeWords(message)}`,
  )
}

/** Timeouts, resets, 5xx, answers that can't be read: a read can be repeated, a write may have happened. */
function mishap(symptoms: Symptoms, call: AwsCall): RolloutError {
  const what = mishapWords(symptoms)
  if (call.kind === 'read') return new RolloutUnavailable(`${about(call)} ${what}`)
  return new RolloutUnknown(`${about(call)} ${what} Whether it took effect is not known.`)
}

function mishapWords(symptoms: Symptoms): string {
  const { code, httpStatus } = symptoms
  if (httpStatus !== null && httpStatus >= 500) return `AWS answered HTTP ${httpStatus}.`
  if (httpStatus !== null) return `The answer (HTTP ${httpStatus}) could not be read.`
  if (isTimeout(symptoms)) return 'No answer came in time.'
  return code === null ? `The call failed${quoted(symptoms)}` : `The connection broke (${code}).`
}

const NOT_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])
const DENIED = new Set(['AccessDeniedException', 'AccessDenied', 'UnauthorizedOperation', 'NotAuthorized'])
const BAD_CREDENTIALS = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'IncompleteSignature',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
])
/** LimitExceededException is not here: it is a quota, which waiting does not raise, though the SDK retries it. */
const THROTTLES = new Set([
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'TooManyRequestsException',
])

function isThrottled({ name, message, httpStatus }: Symptoms): boolean {
  if (THROTTLES.has(name) || httpStatus === 429) return true
  // ECS sends this as a ClientException when two callers register a revision of one family at once.
  return message.includes('Too many concurrent attempts to create a new revision')
}

function isTimeout({ name, code }: Symptoms): boolean {
  return name === 'AbortError' || (name === 'TimeoutError' && code !== 'ECONNRESET')
}

function isServerError({ httpStatus }: Symptoms): boolean {
  return httpStatus !== null && (httpStatus >= 500 || httpStatus === 408)
}

function isRolloutError(error: unknown): error is RolloutError {
  return (
    error instanceof RolloutUnavailable || error instanceof RolloutRejected || error instanceof RolloutUnknown
  )
}

function symptomsOf(error: unknown): Symptoms {
  const status = field(field(error, '$metadata'), 'httpStatusCode')
  const code = field(error, 'code')
  return {
    name: error instanceof Error ? error.name : 'Error',
    message: error instanceof Error ? error.message : '',
    code: typeof code === 'string' ? code : null,
    httpStatus: typeof status === 'number' ? status : null,
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

function about(call: AwsCall): string {
  return `${call.action} in cloud account "${call.account}" failed.`
}

function quoted({ name, message }: Symptoms): string {
  return ` (${name}: ${safeWords(message)}).`
}

/** The first line, cut to a readable length, without anything that looks like a key id, token or signature. */
export function safeWords(message: string): string {
  const line = message.split('\n')[0] ?? ''
  const redacted = line.replace(/\b(AKIA|ASIA)[A-Z0-9]{12,}/g, '$1…').replace(/[A-Za-z0-9+/=]{100,}/g, '…')
  return redacted.length > 400 ? `${redacted.slice(0, 400)}…` : redacted
}
