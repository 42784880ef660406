import { writeFileSync } from 'node:fs'
import * as sdk from '@aws-sdk/client-ecs'
import { operationNames } from './operation-names.ts'
import type { ShapeTable } from './shapes.ts'

// Members whose values AWS holds to a fixed set. The SDK's runtime schemas know them as plain strings.
const enumMembers: Record<string, string> = {
  'ContainerDependency.condition': 'ContainerCondition',
  'CreateServiceRequest.launchType': 'LaunchType',
  'CreateServiceRequest.propagateTags': 'PropagateTags',
  'CreateServiceRequest.schedulingStrategy': 'SchedulingStrategy',
  'DeploymentConfiguration.strategy': 'DeploymentStrategy',
  'DeploymentController.type': 'DeploymentControllerType',
  'ListServicesRequest.launchType': 'LaunchType',
  'ListServicesRequest.schedulingStrategy': 'SchedulingStrategy',
  'ListTaskDefinitionFamiliesRequest.status': 'TaskDefinitionFamilyStatus',
  'ListTaskDefinitionsRequest.sort': 'SortOrder',
  'ListTaskDefinitionsRequest.status': 'TaskDefinitionStatus',
  'ListTasksRequest.desiredStatus': 'DesiredStatus',
  'ListTasksRequest.launchType': 'LaunchType',
  'LogConfiguration.logDriver': 'LogDriver',
  'PortMapping.protocol': 'TransportProtocol',
  'RegisterTaskDefinitionRequest.networkMode': 'NetworkMode',
  'RunTaskRequest.launchType': 'LaunchType',
  'RunTaskRequest.propagateTags': 'PropagateTags',
  'StopServiceDeploymentRequest.stopType': 'StopServiceDeploymentStopType',
  'UpdateServiceRequest.propagateTags': 'PropagateTags',
}

const scalars: Record<number, string> = { 0: 'string', 1: 'number', 2: 'boolean', 4: 'time' }

type Found = { structures: Map<string, string> }

/**
 * Derives from the schemas that the AWS SDK ships which members each served operation accepts, which are
 * required, and their types. The schemas are arrays: `[3, namespace, name, traits, members, types,
 * requiredCount]` for a structure, whose first `requiredCount` members are required; `[1, …, member]` a
 * list, `[2, …, key, value]` a map; 64 and 128 added to a scalar mean a list and a map of it.
 */
export function deriveShapeTable(): ShapeTable {
  const found: Found = { structures: new Map() }
  const exported = new Map<string, unknown>(Object.entries(sdk))
  const operations: Record<string, { input: string; output: string }> = {}
  for (const name of operationNames) {
    const schema = arrayOf(exported.get(`${name}$`), name)
    operations[name] = { input: typeName(schema[4], found), output: typeName(schema[5], found) }
  }
  const enums: Record<string, string> = {}
  for (const [member, enumName] of Object.entries(enumMembers)) {
    const structure = found.structures.get(member.split('.')[0] ?? '')
    const values = exported.get(enumName)
    if (structure === undefined || typeof values !== 'object' || values === null) {
      throw new Error(`The SDK has no ${member} or no ${enumName}`)
    }
    enums[member] = Object.values(values).join(' ')
  }
  const structures = Object.fromEntries([...found.structures].sort(([a], [b]) => (a < b ? -1 : 1)))
  return { operations, structures, enums }
}

function typeName(schema: unknown, found: Found): string {
  if (typeof schema === 'function') return typeName(schema(), found)
  if (typeof schema === 'number') {
    if (schema >= 128) return `{${typeName(schema - 128, found)}}`
    if (schema >= 64) return `[${typeName(schema - 64, found)}]`
    return scalars[schema] ?? 'any'
  }
  const parts = arrayOf(schema, 'member')
  // A pair is a member's own type with traits (sensitive, idempotency token): only the type matters here.
  if (typeof parts[1] !== 'string') return typeName(parts[0], found)
  if (parts[0] === 1) return `[${typeName(parts[4], found)}]`
  if (parts[0] === 2) return `{${typeName(parts[5], found)}}`
  return structureName(parts, found)
}

function structureName(parts: readonly unknown[], found: Found): string {
  const name = String(parts[2])
  if (found.structures.has(name)) return name
  found.structures.set(name, '')
  const members = arrayOf(parts[4], name)
  const types = arrayOf(parts[5], name)
  const requiredCount = typeof parts[6] === 'number' ? parts[6] : 0
  const described = members.map(
    (member, index) => `${member}${index < requiredCount ? '!' : ''}:${typeName(types[index], found)}`,
  )
  found.structures.set(name, described.join(' '))
  return name
}

function arrayOf(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error(`The SDK's schema of ${what} is not what this script knows`)
  return value
}

// Run by hand after the SDK was raised; a test says when that is due.
if (import.meta.main) {
  writeFileSync(
    new URL('shape-table.json', import.meta.url),
    `${JSON.stringify(deriveShapeTable(), null, 2)}\n`,
  )
}
