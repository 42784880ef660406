import { AwsError } from './aws-error.ts'
import type { AccessKey } from './records.ts'
import { isSignedWith, parseAuthorization, type SignedRequest, signedAtMs } from './sigv4.ts'
import type { World } from './world.ts'

/** A signature holds for this long on either side of the instant that it names. */
const signatureValidMs = 5 * 60_000

/**
 * Whose request this is, or the error that AWS gives when it can't tell. The codes are those of ECS; STS
 * gives some of them other names, see `sts.ts`. `nowMs` is the sandbox's time, by which sessions expire;
 * a signature's age goes by the machine's clock, because that is what the client signed by.
 */
export function authenticate(
  world: World,
  service: 'ecs' | 'sts',
  request: SignedRequest,
  time: { nowMs: number; machineMs: number },
): AccessKey {
  const header = request.headers.authorization
  if (header === undefined) {
    throw new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token')
  }
  const authorization = parseAuthorization(header)
  if (authorization === null) {
    throw new AwsError(
      'IncompleteSignatureException',
      'Authorization header is not a well-formed signature of version 4.',
    )
  }
  if (authorization.service !== service) {
    throw new AwsError(
      'InvalidSignatureException',
      `Credential should be scoped to correct service: '${service}'.`,
    )
  }
  const key = world.accessKeys.get(authorization.accessKeyId)
  const token = request.headers['x-amz-security-token'] ?? null
  if (key === undefined || key.sessionToken !== token) {
    throw new AwsError(
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
    )
  }
  if (!isSignedWith(key.secretAccessKey, authorization, request)) {
    throw new AwsError(
      'InvalidSignatureException',
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    )
  }
  refuseWrongTime(request, time.machineMs)
  if (key.expiresAtMs !== null && key.expiresAtMs <= time.nowMs) {
    throw new AwsError('ExpiredTokenException', 'The security token included in the request is expired')
  }
  return key
}

function refuseWrongTime(request: SignedRequest, machineMs: number): void {
  const atMs = signedAtMs(request.headers)
  if (atMs === null)
    throw new AwsError('IncompleteSignatureException', 'X-Amz-Date must be a date in ISO 8601 basic format.')
  const signed = new Date(atMs).toISOString()
  if (atMs < machineMs - signatureValidMs) {
    throw new AwsError(
      'InvalidSignatureException',
      `Signature expired: ${signed} is now earlier than ${new Date(machineMs - signatureValidMs).toISOString()}`,
    )
  }
  if (atMs > machineMs + signatureValidMs) {
    throw new AwsError(
      'InvalidSignatureException',
      `Signature not yet current: ${signed} is still later than ${new Date(machineMs + signatureValidMs).toISOString()}`,
    )
  }
}
