import { expect, test } from 'vitest'
import { unknownMembers } from '@/lib/ecs/unknown-members'

test.each([
  ['everything known', { a: 1, b: { c: [1, 2] } }, { a: 1, b: { c: [1, 2] } }, []],
  ['a new member at the top', { a: 1, fresh: true }, { a: 1 }, ['fresh']],
  [
    'a new member deep inside',
    { list: [{ a: 1 }, { a: 2, fresh: { x: 1 } }] },
    { list: [{ a: 1 }, { a: 2 }] },
    ['list[1].fresh'],
  ],
  ['a member that ECS sends as null', { a: null }, {}, []],
  [
    'a time, which the SDK turns into a Date',
    { registeredAt: 1_700_000_000.5 },
    { registeredAt: new Date() },
    [],
  ],
  ['members that the SDK adds', {}, { $metadata: {} }, []],
  ['falsy values', { zero: 0, no: false, empty: '' }, { zero: 0, no: false, empty: '' }, []],
  ['no answer at all', undefined, { a: 1 }, []],
])('%s: %j', (_what, raw, parsed, expected) => {
  expect(unknownMembers(raw, parsed)).toEqual(expected)
})
