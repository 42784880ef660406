import { describe, expect, test } from 'vitest'
import { addressBlock } from '@/lib/auth/address-block'
import { clientAddress } from '@/lib/auth/client-address'
import { parseEmailAddress } from '@/lib/domain/email-address'

describe('attempts are counted', () => {
  test.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('of %s under %s', (address, block) => {
    expect(addressBlock(address)).toBe(block)
  })
})

describe('a request comes from', () => {
  test.each([
    [{ 'x-forwarded-for': '203.0.113.7' }, '203.0.113.7'],
    [{ 'x-forwarded-for': 'forged, 198.51.100.1, 203.0.113.7' }, '203.0.113.7'],
    [{ 'x-forwarded-for': '' }, null],
    [{}, null],
    [undefined, null],
  ])('%j: %s', (headers, address) => {
    expect(clientAddress(headers)).toBe(address)
  })
})

describe('an e-mail address', () => {
  test.each([
    [' Ada@Example.COM ', 'ada@example.com'],
    ['ada+tag@localhost', 'ada+tag@localhost'],
    ['ada', null],
    ['a@b@c', null],
    ['a b@c', null],
    ['Ada <ada@example.com>', null],
    [`${'a'.repeat(250)}@b.de`, null],
  ])('%s is read as %s', (text, address) => {
    expect(parseEmailAddress(text)).toBe(address)
  })
})
