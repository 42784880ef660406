import { describe, expect, test } from 'vitest'
import {
  applicationInput,
  initialValues,
  valueFaults,
} from '@/app/(dashboard)/applications/application-values'
import { imageRepository } from '@/app/(dashboard)/applications/image-repository'
import { newTarget, withContainer, withService } from '@/app/(dashboard)/applications/target-values'

const environments = [
  {
    id: 'production',
    name: 'Production',
    services: [
      { name: 'web', containers: [{ name: 'app', image: 'registry.example:5000/shop/web:1.4.2' }] },
      {
        name: 'api',
        containers: [
          { name: 'api', image: 'registry.example/api@sha256:0123' },
          { name: 'proxy', image: 'envoy' },
        ],
      },
    ],
  },
  { id: 'staging', name: 'Staging', services: [] },
]

test.each([
  ['nginx', 'nginx'],
  ['nginx:1.27', 'nginx'],
  ['registry.example:5000/web', 'registry.example:5000/web'],
  ['registry.example:5000/web:1.4.2', 'registry.example:5000/web'],
  ['registry.example/web:1.4.2@sha256:0123', 'registry.example/web'],
])('the repository of %s is %s', (image, repository) => {
  expect(imageRepository(image)).toBe(repository)
})

describe('a target in the form', () => {
  const target = { key: '1', environment: 'production', service: '', container: '', imageRepository: '' }

  test('takes container and repository of a service that was found with one container', () => {
    expect(withService(target, 'web', environments)).toMatchObject({
      service: 'web',
      container: 'app',
      imageRepository: 'registry.example:5000/shop/web',
    })
  })

  test('leaves the choice where a service has several containers', () => {
    const chosen = withService(target, 'api', environments)

    expect(chosen).toMatchObject({ service: 'api', container: '', imageRepository: '' })
    expect(withContainer(chosen, 'api', environments).imageRepository).toBe('registry.example/api')
  })

  test('takes a service that was not found as it was typed, and forgets nothing', () => {
    const typed = { ...target, container: 'main', imageRepository: 'mine' }

    expect(withService(typed, 'other', environments)).toEqual({ ...typed, service: 'other' })
  })

  test('begins in an environment that has none yet', () => {
    const first = newTarget([], environments)
    const second = newTarget([first], environments)

    expect([first.environment, second.environment]).toEqual(['production', 'staging'])
    expect(newTarget([first, second], environments).environment).toBe('')
  })
})

test('what is missing is said at its field', () => {
  const values = initialValues(null, environments)

  expect(Object.keys(valueFaults(values))).toEqual(['name', 'targets.0.service', 'targets.0.container'])
})

test('what was left empty is sent as left out', () => {
  const values = {
    name: 'Web',
    slug: ' ',
    targets: [{ ...newTarget([], environments), service: 'web', container: 'app' }],
  }

  expect(applicationInput(values)).toEqual({
    name: 'Web',
    slug: null,
    targets: [{ environment: 'production', service: 'web', container: 'app', imageRepository: null }],
  })
})
