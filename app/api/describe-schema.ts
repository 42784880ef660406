import { z } from 'zod'
import { answerSchemas, requestSchemas } from './schemas'

export type JsonSchema = Record<string, unknown>

/** `input` describes what is sent to us, `output` what we answer. */
type Direction = 'input' | 'output'

/** Where a schema that has a name stands in the document. */
const PLACE = '#/components/schemas/'

/** All schemas that have a name, for the document's components. */
export function describeNamedSchemas(): Record<string, JsonSchema> {
  return { ...describeRegistry(requestSchemas, 'input'), ...describeRegistry(answerSchemas, 'output') }
}

function describeRegistry(registry: typeof requestSchemas, io: Direction): Record<string, JsonSchema> {
  const { schemas } = z.toJSONSchema(registry, { io, uri: (id) => PLACE + id, override: simplify(io) })
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $schema: _schema, $id: _id, ...schema }]) => [id, schema]),
  )
}

/** One schema in place; what has a name is referred to. */
export function describeSchema(schema: z.ZodType, io: Direction): JsonSchema {
  const id = (io === 'input' ? requestSchemas : answerSchemas).get(schema)?.id
  if (id !== undefined) return { $ref: PLACE + id }
  // Bodies have names themselves; parameters have none in them, but descriptions.
  const metadata = io === 'input' ? z.globalRegistry : answerSchemas
  const {
    $schema: _schema,
    $defs: _defs,
    ...described
  } = z.toJSONSchema(schema, { io, metadata, override: simplify(io) })
  return withPlaces(described)
}

/** zod refers to definitions beside the schema; in the document they stand among the components. */
function withPlaces(schema: JsonSchema): JsonSchema {
  return JSON.parse(JSON.stringify(schema), (name, value: unknown) =>
    name === '$ref' && typeof value === 'string' ? value.replace('#/$defs/', PLACE) : value,
  )
}

function simplify(io: Direction) {
  return ({ jsonSchema }: { jsonSchema: JsonSchema }) => {
    // A known format says it shorter than the pattern behind it.
    if (jsonSchema.format !== undefined) delete jsonSchema.pattern
    if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
    if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
    // An answer may grow members; a client that refuses them would break.
    if (io === 'output') delete jsonSchema.additionalProperties
  }
}
