import { request } from 'node:http'
import { describe, expect, test } from 'vitest'
import {
  checkAddress,
  guardedLookup,
  isPrivateAddress,
  PrivateAddressRefused,
  type Resolve,
} from '@/lib/net/address-guard'

const PUBLIC_ONLY = { allowPrivate: false }
const ANYWHERE = { allowPrivate: true }

describe('an address that a user typed', () => {
  test.each([
    'https://ecs.example.com',
    'https://ecs.example.com:8443/path',
    'https://52.94.5.1',
    'https://[2600:1f18::1]',
  ])('%s is allowed', (text) => {
    expect(checkAddress(text, PUBLIC_ONLY)).toMatchObject({ ok: true })
  })

  test.each([
    'https://127.0.0.1',
    'https://127.1',
    'https://2130706433',
    'https://0x7f000001',
    'https://0177.0.0.1',
    'https://0',
    'https://localhost:4510',
    'https://LOCALHOST.',
    'https://app.localhost',
    'https://metadata.google.internal',
    'https://10.1.2.3',
    'https://172.31.255.255',
    'https://192.168.0.10',
    'https://100.64.0.1',
    'https://169.254.169.254',
    'https://169.254.170.2',
    'https://[::1]',
    'https://[::]',
    'https://[::ffff:127.0.0.1]',
    'https://[::ffff:a9fe:a9fe]',
    'https://[0:0:0:0:0:ffff:10.0.0.1]',
    'https://[64:ff9b::a9fe:a9fe]',
    'https://[2002:7f00:1::]',
    'https://[2001:0:7f00:1::]',
    'https://[fe80::1]',
    'https://[fd00:ec2::254]',
    'https://①②⑦.⓪.⓪.①',
  ])('%s is refused as private', (text) => {
    expect(checkAddress(text, PUBLIC_ONLY)).toMatchObject({ ok: false, refusal: { kind: 'private_address' } })
  })

  test.each([
    ['http://ecs.example.com', 'insecure_address'],
    ['ftp://ecs.example.com', 'insecure_address'],
    ['file:///etc/passwd', 'insecure_address'],
    ['ecs.example.com', 'malformed_address'],
    ['https://user:secret@ecs.example.com', 'malformed_address'],
    ['', 'malformed_address'],
  ])('%s is refused: %s', (text, kind) => {
    expect(checkAddress(text, PUBLIC_ONLY)).toMatchObject({ ok: false, refusal: { kind } })
  })

  test('may be private and plain http where that is allowed, but still no other scheme', () => {
    expect(checkAddress('http://127.0.0.1:4510', ANYWHERE)).toMatchObject({ ok: true })
    expect(checkAddress('ftp://127.0.0.1', ANYWHERE)).toMatchObject({ ok: false })
  })
})

describe('what counts as private', () => {
  test.each([
    ['9.255.255.255', false],
    ['10.0.0.0', true],
    ['10.255.255.255', true],
    ['11.0.0.0', false],
    ['100.63.255.255', false],
    ['100.127.255.255', true],
    ['169.254.0.0', true],
    ['172.15.255.255', false],
    ['172.16.0.0', true],
    ['172.32.0.0', false],
    ['223.255.255.255', false],
    ['224.0.0.1', true],
    ['255.255.255.255', true],
    ['2600:1f18::1', false],
    ['2001:4860:4860::8888', false],
    ['2001:db8::1', true],
    ['::ffff:8.8.8.8', true],
    ['fe80::1%eth0', true],
    ['ff02::1', true],
    ['not an address', true],
  ])('%s: %s', (address, expected) => {
    expect(isPrivateAddress(address)).toBe(expected)
  })
})

function resolvingTo(...addresses: string[]): Resolve {
  return (_hostname, _options, callback) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
}

function connect(resolve: Resolve, rules = PUBLIC_ONLY): Promise<unknown> {
  return new Promise((settle) => {
    request({ host: 'ecs.example.com', port: 9, lookup: guardedLookup(rules, resolve) })
      .on('error', settle)
      .end()
  })
}

describe('connecting to a name', () => {
  test.each([
    ['that leads to a private address', ['127.0.0.1']],
    ['one of whose addresses is private', ['52.94.5.1', '10.0.0.1']],
    ['that leads to an IPv4 address in IPv6 spelling', ['::ffff:169.254.169.254']],
  ])('%s is refused before anything is sent', async (_what, addresses) => {
    expect(await connect(resolvingTo(...addresses))).toBeInstanceOf(PrivateAddressRefused)
  })

  test('goes to the address that was checked', async () => {
    expect(await connect(resolvingTo('127.0.0.1'), ANYWHERE)).toMatchObject({
      code: 'ECONNREFUSED',
      address: '127.0.0.1',
    })
  })

  test('that has no address fails as usual', async () => {
    expect(await connect(resolvingTo())).toMatchObject({ code: 'ENOTFOUND' })
  })

  test('asks the resolver once', async () => {
    let asked = 0
    const rebinding: Resolve = (hostname, options, callback) => {
      asked += 1
      resolvingTo(asked === 1 ? '127.0.0.1' : '169.254.169.254')(hostname, options, callback)
    }
    expect(await connect(rebinding, ANYWHERE)).toMatchObject({ address: '127.0.0.1' })
    expect(asked).toBe(1)
  })
})
