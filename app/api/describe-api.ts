import { z } from 'zod'
import { describeOperation } from './describe-operation'
import { describeNamedSchemas, type JsonSchema } from './describe-schema'
import type { Endpoint } from './endpoint'

const problemSchema = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string().meta({ description: 'Stable: programs decide by it.' }),
    detail: z.string().meta({ description: 'What is in the way and what to do about it, for people.' }),
    errors: z.array(z.object({ path: z.string(), message: z.string() })),
  })
  .meta({
    description: 'Members beside these explain the refusal: before and after of a time in a gap, say.',
  })

/**
 * The API as an OpenAPI 3.1 document, made of the schemas that parse its requests and its answers.
 * https://spec.openapis.org/oas/v3.1.1.html
 */
export function describeApi(endpoints: readonly Endpoint[], publicUrl: string): JsonSchema {
  const { $schema: _, ...problem } = z.toJSONSchema(problemSchema)
  return {
    openapi: '3.1.1',
    info: {
      title: 'Shipclock',
      version: '1',
      summary: 'Schedules deployments to AWS ECS.',
      description:
        'Refusals are problem documents (RFC 9457) with a stable `code`. Instants are ISO 8601 in UTC. An address under /v1 is the same as under /api/v1.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: `${publicUrl}/api/v1` }],
    security: [{ token: [] }],
    tags: [...new Set(endpoints.map(({ tag }) => tag))].map((name) => ({ name })),
    paths: describePaths(endpoints),
    components: {
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'An API token acts as the user it was made for.',
        },
      },
      schemas: { ...describeNamedSchemas(), Problem: problem },
    },
  }
}

function describePaths(endpoints: readonly Endpoint[]): JsonSchema {
  const paths: Record<string, JsonSchema> = {}
  for (const endpoint of endpoints) {
    paths[endpoint.path] = {
      ...paths[endpoint.path],
      [endpoint.method.toLowerCase()]: describeOperation(endpoint),
    }
  }
  return paths
}
