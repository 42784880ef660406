import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

export type SignedRequest = {
  method: string
  /** Path and query, as on the request line. */
  url: string
  headers: IncomingHttpHeaders
  body: Buffer
}

export type Authorization = {
  accessKeyId: string
  date: string
  region: string
  service: string
  signedHeaders: string[]
  signature: string
}

const pattern =
  /^AWS4-HMAC-SHA256 Credential=([^/,\s]+)\/(\d{8})\/([^/,\s]+)\/([^/,\s]+)\/aws4_request,\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})$/

/** The parts of an `Authorization` header of Signature Version 4; null where it is not well-formed. */
export function parseAuthorization(header: string): Authorization | null {
  const match = pattern.exec(header)
  if (match === null) return null
  const [, accessKeyId = '', date = '', region = '', service = '', signedHeaders = '', signature = ''] = match
  return { accessKeyId, date, region, service, signedHeaders: signedHeaders.split(';'), signature }
}

/**
 * Whether the request was signed with this secret, as
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html says.
 */
export function isSignedWith(secret: string, authorization: Authorization, request: SignedRequest): boolean {
  const scope = `${authorization.date}/${authorization.region}/${authorization.service}/aws4_request`
  const amzDate = String(request.headers['x-amz-date'] ?? '')
  const toSign = ['AWS4-HMAC-SHA256', amzDate, scope, sha256(canonicalRequest(authorization, request))].join(
    '\n',
  )
  const dateKey = hmac(`AWS4${secret}`, authorization.date)
  const key = hmac(hmac(hmac(dateKey, authorization.region), authorization.service), 'aws4_request')
  const expected = hmac(key, toSign)
  return timingSafeEqual(expected, Buffer.from(authorization.signature, 'hex'))
}

/** The instant in `x-amz-date` (`20260102T030405Z`), in ms since the epoch; null where it is not one. */
export function signedAtMs(headers: IncomingHttpHeaders): number | null {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(String(headers['x-amz-date'] ?? ''))
  if (match === null) return null
  const [, year, month, day, hour, minute, second] = match.map(Number)
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day ?? 1, hour ?? 0, minute ?? 0, second ?? 0)
}

function canonicalRequest(authorization: Authorization, request: SignedRequest): string {
  const [path = '/', query = ''] = request.url.split('?')
  const parameters = query.split('&').filter(Boolean).sort().join('&')
  const headers = authorization.signedHeaders.map((name) => {
    const value = String(request.headers[name] ?? '')
    return `${name}:${value.trim().replaceAll(/\s+/g, ' ')}\n`
  })
  const signedNames = authorization.signedHeaders.join(';')
  return [request.method, path, parameters, headers.join(''), signedNames, sha256(request.body)].join('\n')
}

function sha256(value: string | Buffer): string {
  return createHash('sha256').update(value).digest('hex')
}

function hmac(key: string | Buffer, value: string): Buffer {
  return createHmac('sha256', key).update(value).digest()
}
