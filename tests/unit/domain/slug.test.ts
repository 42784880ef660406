import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSlug, slugify } from '@/lib/domain/slug'

it.each([
  ['API', 'api'],
  ['Café Été (API)', 'cafe-ete-api'],
  ['  Web  –  Front   end! ', 'web-front-end'],
  ['Straße & Łódź', 'strasse-lodz'],
  ['ﬁle № 1', 'file-no-1'],
  ['web__2.0', 'web-2-0'],
  ['日本', ''],
  ['---', ''],
  ['', ''],
  ['0190a0de-7a2f-7c3e-9b1a-0123456789ab', ''],
  [`${'a'.repeat(62)} b`, 'a'.repeat(62)],
])('%j becomes %j', (name, slug) => expect(slugify(name)).toBe(slug))

/** Over all of Unicode; fast-check's own strings of this sort take seconds to make ready. */
const namesUpTo = (max: number) =>
  fc.array(fc.integer({ min: 0, max }), { maxLength: 100 }).map((points) => String.fromCodePoint(...points))
const anyName = fc.oneof(namesUpTo(0x10_ff_ff), namesUpTo(0x24f))

it('whatever the name, what comes out is a slug or nothing', () => {
  fc.assert(
    fc.property(anyName, (name) => {
      const slug = slugify(name)
      expect(slug === '' || isSlug(slug)).toBe(true)
      expect(slugify(slug)).toBe(slug)
    }),
  )
})

describe('isSlug', () => {
  it.each(['a', 'api', 'web-2', 'a-b-c', '2048', 'a'.repeat(63)])('%s is one', (text) => {
    expect(isSlug(text)).toBe(true)
  })
  it.each([
    ...['', '-a', 'a-', 'a--b', 'A', 'a b', 'a_b', 'é', 'a\n', 'a'.repeat(64)],
    '0190a0de-7a2f-7c3e-9b1a-0123456789ab',
  ])('%j is not', (text) => expect(isSlug(text)).toBe(false))
})
