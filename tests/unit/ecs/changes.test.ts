import type { TaskDefinition } from '@aws-sdk/client-ecs'
import { describe, expect, test } from 'vitest'
import { revisionChanges } from '@/lib/ecs/changes'

function revision(...containerDefinitions: TaskDefinition['containerDefinitions'] & object): TaskDefinition {
  return { family: 'web', containerDefinitions }
}

const WEB = {
  name: 'web',
  image: 'web:1',
  environment: [
    { name: 'A', value: '1' },
    { name: 'B', value: '2' },
  ],
}

describe('what differs between two revisions', () => {
  test('is nothing for equal ones', () => {
    expect(revisionChanges(revision(WEB), revision(structuredClone(WEB)))).toEqual([])
  })

  test('is the image, with both values', () => {
    expect(revisionChanges(revision(WEB), revision({ ...WEB, image: 'web:2' }))).toEqual([
      { what: 'web image', before: 'web:1', after: 'web:2' },
    ])
  })

  test('is a container that came or went', () => {
    const envoy = { name: 'envoy', image: 'envoy:1' }
    expect(revisionChanges(revision(WEB), revision(WEB, envoy))).toEqual([
      { what: 'envoy image', before: null, after: 'envoy:1' },
    ])
    expect(revisionChanges(revision(WEB, envoy), revision(WEB))).toEqual([
      { what: 'envoy image', before: 'envoy:1', after: null },
    ])
  })

  test('names another setting that changed, and never shows its value', () => {
    const changed = { ...WEB, environment: [{ name: 'A', value: 'canary-secret' }] }
    const changes = revisionChanges(revision(WEB), revision(changed))
    expect(changes).toEqual([{ what: 'web environment', before: null, after: 'changed' }])
    expect(JSON.stringify(changes)).not.toContain('canary-secret')
  })

  test('is not the order of a list, nor an empty list that was left out', () => {
    const same = { ...WEB, environment: WEB.environment.toReversed(), mountPoints: [], dockerLabels: {} }
    expect(revisionChanges(revision(WEB), revision(same))).toEqual([])
  })
})
