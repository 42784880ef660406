import { randomBytes } from 'node:crypto'
import { accountId } from './arns.ts'
import { AwsError } from './aws-error.ts'
import type { Call } from './call.ts'
import type { AccessKey } from './records.ts'

export const stsOperations = ['AssumeRole', 'GetCallerIdentity'] as const
export type StsOperation = (typeof stsOperations)[number]

const namespace = 'https://sts.amazonaws.com/doc/2011-06-15/'

/** Carries an operation of STS out; the answer is the XML of its Query protocol. */
export function performSts(
  operation: StsOperation,
  call: Call,
  form: URLSearchParams,
  requestId: string,
): string {
  const result = operation === 'AssumeRole' ? assumeRole(call, form) : callerIdentity(call)
  return `<${operation}Response xmlns="${namespace}"><${operation}Result>${result}</${operation}Result><ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation}Response>`
}

function callerIdentity(call: Call): string {
  const { arn, accessKeyId } = call.caller
  return `<Arn>${escapeXml(arn)}</Arn><UserId>${accessKeyId}</UserId><Account>${accountId}</Account>`
}

/**
 * Gives temporary credentials for a role. A role with an external id is only for those who name it; a role
 * without one may be assumed by anybody, as with a trust policy that has no such condition.
 */
function assumeRole(call: Call, form: URLSearchParams): string {
  const roleArn = form.get('RoleArn') ?? ''
  const sessionName = form.get('RoleSessionName') ?? ''
  if (roleArn === '')
    throw new AwsError(
      'ValidationError',
      "1 validation error detected: Value null at 'roleArn' failed to satisfy constraint: Member must not be null",
    )
  if (!/^[\w+=,.@-]{2,64}$/.test(sessionName)) {
    throw new AwsError(
      'ValidationError',
      `1 validation error detected: Value '${sessionName}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*`,
    )
  }
  const seconds = Number(form.get('DurationSeconds') ?? 3600)
  if (!Number.isInteger(seconds) || seconds < 900 || seconds > 43_200) {
    throw new AwsError(
      'ValidationError',
      `1 validation error detected: Value '${seconds}' at 'durationSeconds' failed to satisfy constraint: Member must have value between 900 and 43200`,
    )
  }
  const role = call.world.roles.get(roleArn)
  if (role === undefined || (role.externalId !== null && role.externalId !== form.get('ExternalId'))) {
    throw new AwsError(
      'AccessDenied',
      `User: ${call.caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
      { status: 403 },
    )
  }
  const session = newSession(roleArn, sessionName, call.nowMs + seconds * 1000)
  call.world.put({ kind: 'accessKey', id: session.accessKeyId, value: session })
  call.effects.push(`session_started ${session.arn}`)
  return credentialsXml(session)
}

function newSession(roleArn: string, sessionName: string, expiresAtMs: number): AccessKey {
  const roleName = roleArn.slice(roleArn.lastIndexOf('/') + 1)
  return {
    accessKeyId: `ASIA${randomBytes(10).toString('hex').toUpperCase().slice(0, 16)}`,
    secretAccessKey: randomBytes(30).toString('base64'),
    sessionToken: randomBytes(120).toString('base64'),
    sessionName,
    arn: `arn:aws:sts::${accountId}:assumed-role/${roleName}/${sessionName}`,
    expiresAtMs,
  }
}

function credentialsXml(session: AccessKey): string {
  const expiration = new Date(session.expiresAtMs ?? 0).toISOString()
  const id = `AROA${session.accessKeyId.slice(4)}:${session.sessionName ?? ''}`
  return [
    '<Credentials>',
    `<AccessKeyId>${session.accessKeyId}</AccessKeyId>`,
    `<SecretAccessKey>${escapeXml(session.secretAccessKey)}</SecretAccessKey>`,
    `<SessionToken>${escapeXml(session.sessionToken ?? '')}</SessionToken>`,
    `<Expiration>${expiration}</Expiration>`,
    '</Credentials>',
    `<AssumedRoleUser><AssumedRoleId>${escapeXml(id)}</AssumedRoleId><Arn>${escapeXml(session.arn)}</Arn></AssumedRoleUser>`,
  ].join('')
}

/** What STS calls the errors that ECS gives in `authenticate.ts`, and with which HTTP status. */
const stsErrors: Record<string, { code: string; status: number }> = {
  MissingAuthenticationTokenException: { code: 'MissingAuthenticationToken', status: 403 },
  IncompleteSignatureException: { code: 'IncompleteSignature', status: 400 },
  InvalidSignatureException: { code: 'SignatureDoesNotMatch', status: 403 },
  UnrecognizedClientException: { code: 'InvalidClientTokenId', status: 403 },
  ExpiredTokenException: { code: 'ExpiredToken', status: 403 },
  AccessDeniedException: { code: 'AccessDenied', status: 403 },
  ThrottlingException: { code: 'Throttling', status: 400 },
  UnknownOperationException: { code: 'InvalidAction', status: 400 },
}

export function stsError(error: AwsError, requestId: string): { status: number; xml: string } {
  const { code, status } = stsErrors[error.code] ?? { code: error.code, status: error.status }
  const type = status >= 500 ? 'Receiver' : 'Sender'
  const xml = `<ErrorResponse xmlns="${namespace}"><Error><Type>${type}</Type><Code>${code}</Code><Message>${escapeXml(error.message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`
  return { status, xml }
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
