import { describe, expect, it } from 'vitest'
import { isImageRepository, resolveImage } from '@/lib/domain/image-reference'

const SHA = `sha256:${'0123456789abcdef'.repeat(4)}`
const ECR = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web'

describe('resolveImage', () => {
  it('nothing means: redeploy what runs', () => {
    expect(resolveImage(null, ECR)).toEqual({ ok: true, value: null })
    expect(resolveImage('', null)).toEqual({ ok: true, value: null })
  })

  it.each([
    ['1.4.2', `${ECR}:1.4.2`],
    ['latest', `${ECR}:latest`],
    ['nginx', `${ECR}:nginx`],
    ['Release_7', `${ECR}:Release_7`],
    ['9f3c2ab', `${ECR}:9f3c2ab`],
    [`@${SHA}`, `${ECR}@${SHA}`],
    [SHA, `${ECR}@${SHA}`],
  ])('with a repository %s means %s', (input, image) => {
    expect(resolveImage(input, ECR)).toEqual({ ok: true, value: image })
  })

  it.each([
    'nginx',
    'nginx:1.27',
    'library/nginx:1.27-alpine',
    `${ECR}:1.4.2`,
    `${ECR}@${SHA}`,
    `${ECR}:1.4.2@${SHA}`,
    'localhost/web:1',
    'localhost:5000/web',
    `registry.example.com:5000/team/web@${SHA}`,
    '[::1]:5000/web:1',
    'Registry.Example.com/web:1',
    'a/b__c/d--e/f.g:_x',
    `web:${'a'.repeat(128)}`,
  ])('%s is a full reference, with or without a repository of the target', (input) => {
    expect(resolveImage(input, null)).toEqual({ ok: true, value: input })
    if (input !== 'nginx') expect(resolveImage(input, ECR)).toEqual({ ok: true, value: input })
  })

  it('letters alone are a name, even when all of them are hexadecimal', () => {
    expect(resolveImage('deadbeef', null)).toEqual({ ok: true, value: 'deadbeef' })
  })

  it.each([
    ['1.4.2', 'needs the name of an image'],
    ['v2', 'needs the name of an image'],
    ['latest', 'needs the name of an image'],
    ['9f3c2ab', 'needs the name of an image'],
    [`@${SHA}`, 'needs the name of an image'],
    [SHA, 'needs the name of an image'],
    ['Web', 'lower case'],
    ['_web', 'not a valid part'],
  ])('without a repository %s is refused: %s', (input, why) => {
    expectRefusal(input, null, why)
    // An empty field is no repository either.
    expectRefusal(input, '', why)
  })

  it.each([
    [' ', 'no spaces'],
    ['web :1', 'no spaces'],
    ['web:1\n', 'no spaces'],
    ['web:', 'tag after “:” is missing'],
    ['web:-1', 'not a valid tag'],
    ['web:a+b', 'not a valid tag'],
    ['-1', 'not a valid tag'],
    ['a+b', 'not a valid tag'],
    [`web:${'a'.repeat(129)}`, 'at most 128'],
    ['a'.repeat(129), 'at most 128'],
    ['shop/Web:1', 'lower case'],
    ['shop//web', 'missing'],
    ['/web', 'missing'],
    ['web/', 'missing'],
    [':1', 'missing'],
    ['shop/we..b:1', 'not a valid part'],
    ['https://registry.example.com/web', 'not the address of a registry'],
    ['-bad.example.com/web', 'not the address of a registry'],
    ['host:port/web', 'not the address of a registry'],
    ['web@sha256:abc', '64 hexadecimal digits'],
    [`web@${SHA.toUpperCase()}`, '64 hexadecimal digits'],
    ['@latest', '64 hexadecimal digits'],
    [`web@${SHA}@${SHA}`, 'only one “@”'],
    [`${'a/'.repeat(128)}web:1`, 'at most 255'],
  ])('%j is refused even with a repository: %s', (input, why) => expectRefusal(input, ECR, why))
})

function expectRefusal(input: string, imageRepository: string | null, why: string): void {
  expect(resolveImage(input, imageRepository)).toEqual({
    ok: false,
    refusal: { kind: 'invalid_image', input, why: expect.stringContaining(why) },
  })
}

it('a repository has neither tag nor digest', () => {
  expect([ECR, 'web', 'localhost:5000/web'].filter((text) => !isImageRepository(text))).toEqual([])
  expect([`${ECR}:1`, `web@${SHA}`, '', 'We b', 'WEB'].filter(isImageRepository)).toEqual([])
})
