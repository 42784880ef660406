import { expect, test } from 'vitest'
import { isSignedWith, parseAuthorization, signedAtMs } from '../../../sandbox/ecs/sigv4.ts'

// The example of AWS's own documentation of Signature Version 4.
const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
const authorization =
  'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7'
const request = {
  method: 'GET',
  url: '/?Action=ListUsers&Version=2010-05-08',
  headers: {
    'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
    host: 'iam.amazonaws.com',
    'x-amz-date': '20150830T123600Z',
  },
  body: Buffer.alloc(0),
}

function parsed(header: string) {
  const parts = parseAuthorization(header)
  if (parts === null) throw new Error('The header was not understood')
  return parts
}

test('the signature in the documentation of AWS is the right one', () => {
  expect(isSignedWith(secret, parsed(authorization), request)).toBe(true)
})

test.each([
  ['another secret', 'another', request],
  ['another body', secret, { ...request, body: Buffer.from('x') }],
  ['another method', secret, { ...request, method: 'POST' }],
  ['another query', secret, { ...request, url: '/?Action=ListUsers&Version=2010-05-09' }],
  ['another host', secret, { ...request, headers: { ...request.headers, host: 'ecs.amazonaws.com' } }],
  ['another date', secret, { ...request, headers: { ...request.headers, 'x-amz-date': '20150830T123601Z' } }],
])('%s does not fit it', (_name, key, changed) => {
  expect(isSignedWith(key, parsed(authorization), changed)).toBe(false)
})

test('a header that is not well-formed is not understood', () => {
  for (const header of [
    '',
    'Bearer x',
    authorization.replace('aws4_request', 'aws'),
    authorization.slice(0, -1),
  ]) {
    expect(parseAuthorization(header)).toBeNull()
  }
})

test('the date of a signature is an instant in UTC', () => {
  expect(signedAtMs(request.headers)).toBe(Date.parse('2015-08-30T12:36:00Z'))
  expect(signedAtMs({})).toBeNull()
})
