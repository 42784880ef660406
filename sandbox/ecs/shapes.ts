import { AwsError } from './aws-error.ts'
import type { OperationName } from './operation-names.ts'
import table from './shape-table.json' with { type: 'json' }

/**
 * What each operation takes and gives. A structure is one line: `name!:string tags:[Tag]`, where `!` marks
 * what is required, `[…]` a list and `{…}` a map from strings.
 */
export type ShapeTable = {
  operations: Record<string, { input: string; output: string }>
  structures: Record<string, string>
  enums: Record<string, string>
}

type Member = { name: string; required: boolean; type: string }

const shapes: ShapeTable = table
const parsed = new Map<string, readonly Member[]>()

/**
 * Checks a request body against what the operation takes. Wrong types are refused with the
 * SerializationException that AWS's JSON protocol gives; missing and unknown members with
 * InvalidParameterException (ClientException for task definitions, as ECS does there). AWS itself drops
 * unknown members silently when they come over the wire, the AWS CLI refuses them; the sandbox refuses,
 * because a misspelled member that is dropped fails first in production.
 */
export function checkRequest(operation: OperationName, body: unknown): void {
  const shape = shapes.operations[operation]
  if (shape === undefined) throw new Error(`The shape table lacks ${operation}`)
  const code = operation.includes('TaskDefinition') ? 'ClientException' : 'InvalidParameterException'
  checkStructure(shape.input, body, '', code)
}

/** The same for an answer, so that a test can hold the sandbox itself to what the SDK can read. */
export function checkAnswer(operation: OperationName, body: unknown): void {
  const shape = shapes.operations[operation]
  if (shape === undefined) throw new Error(`The shape table lacks ${operation}`)
  checkStructure(shape.output, body, '', 'WrongAnswer')
}

function checkStructure(name: string, value: unknown, path: string, code: string): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw wrongType(value, 'a structure')
  const members = membersOf(name)
  for (const [key, member] of Object.entries(value)) {
    const known = members.find((candidate) => candidate.name === key)
    if (known === undefined) {
      const accepted = members.map((candidate) => candidate.name).join(', ')
      throw new AwsError(code, `Unknown parameter in input: "${path}${key}", must be one of: ${accepted}`)
    }
    if (member === null || member === undefined) continue
    checkValue(known.type, member, `${path}${key}`, code)
    checkEnum(`${name}.${key}`, member, `${path}${key}`, code)
  }
  const present = new Map(Object.entries(value))
  for (const member of members) {
    if (member.required && (present.get(member.name) ?? null) === null) {
      throw new AwsError(code, `${capitalised(path + member.name)} can not be blank.`)
    }
  }
}

function checkValue(type: string, value: unknown, path: string, code: string): void {
  if (type === 'any') return
  if (type === 'string' || type === 'boolean' || type === 'number') {
    if (typeof value !== type) throw wrongType(value, scalarNames[type])
    return
  }
  if (type === 'time') {
    if (typeof value !== 'number') throw wrongType(value, 'a Timestamp')
    return
  }
  if (type.startsWith('[')) {
    if (!Array.isArray(value)) throw wrongType(value, 'a list')
    for (const [index, item] of value.entries())
      checkValue(type.slice(1, -1), item, `${path}[${index}]`, code)
    return
  }
  if (type.startsWith('{')) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrongType(value, 'a map')
    for (const [key, item] of Object.entries(value))
      checkValue(type.slice(1, -1), item, `${path}.${key}`, code)
    return
  }
  checkStructure(type, value, `${path}.`, code)
}

const scalarNames = { string: 'a String', boolean: 'a Boolean', number: 'an Integer' } as const

function checkEnum(member: string, value: unknown, path: string, code: string): void {
  const accepted = shapes.enums[member]?.split(' ')
  if (accepted === undefined || typeof value !== 'string' || accepted.includes(value)) return
  throw new AwsError(
    code,
    `1 validation error detected: Value '${value}' at '${path}' failed to satisfy constraint: Member must satisfy enum value set: [${accepted.join(', ')}]`,
  )
}

function membersOf(structure: string): readonly Member[] {
  const known = parsed.get(structure)
  if (known !== undefined) return known
  const line = shapes.structures[structure]
  if (line === undefined) throw new Error(`The shape table lacks ${structure}`)
  const members = line.split(' ').filter(Boolean).map(parseMember)
  parsed.set(structure, members)
  return members
}

function parseMember(text: string): Member {
  const colon = text.indexOf(':')
  const name = text.slice(0, colon)
  return { name: name.replace('!', ''), required: name.endsWith('!'), type: text.slice(colon + 1) }
}

/** The words of AWS's JSON deserialiser: "NUMBER_VALUE can not be converted to a String". */
function wrongType(value: unknown, expected: string): AwsError {
  if (typeof value === 'object' && value !== null) {
    return new AwsError('SerializationException', 'Start of structure or map found where not expected.')
  }
  if (expected === 'a structure' || expected === 'a list' || expected === 'a map') {
    return new AwsError('SerializationException', 'Unexpected field type')
  }
  const found =
    typeof value === 'boolean'
      ? `${String(value).toUpperCase()}_VALUE`
      : `${(typeof value).toUpperCase()}_VALUE`
  return new AwsError('SerializationException', `${found} can not be converted to ${expected}`)
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
