import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { deriveShapeTable } from '../../../sandbox/ecs/make-shape-table.ts'
import { operationNames } from '../../../sandbox/ecs/operation-names.ts'
import { checkAnswer, checkRequest } from '../../../sandbox/ecs/shapes.ts'

const file = new URL('../../../sandbox/ecs/shape-table.json', import.meta.url)

test('the table of shapes is what the installed SDK says: run make-shape-table.ts after raising it', () => {
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(deriveShapeTable())
})

test('every operation has its members, and those that are required are required', () => {
  const refused = operationNames.filter((name) => {
    try {
      checkRequest(name, {})
      return false
    } catch {
      return true
    }
  })
  expect(refused).toEqual([
    'CreateService',
    'DeleteService',
    'DeregisterTaskDefinition',
    'DescribeServiceDeployments',
    'DescribeServiceRevisions',
    'DescribeServices',
    'DescribeTaskDefinition',
    'DescribeTasks',
    'ListServiceDeployments',
    'ListTagsForResource',
    'RegisterTaskDefinition',
    'RunTask',
    'StopServiceDeployment',
    'StopTask',
    'TagResource',
    'UpdateService',
  ])
})

test('an answer with a date as text is not one that the SDK could read', () => {
  const service = (createdAt: unknown) => ({ services: [{ createdAt }] })
  expect(() => checkAnswer('DescribeServices', service('2026-01-01T00:00:00Z'))).toThrow(/Timestamp/)
  expect(() => checkAnswer('DescribeServices', service(1_767_225_600.5))).not.toThrow()
})
