import { describeSchema, type JsonSchema } from './describe-schema'
import { type Endpoint, noBody } from './endpoint'

/** What every endpoint may refuse with, whatever it does. */
const REFUSALS_OF_ALL: Record<number, readonly string[]> = {
  400: ['invalid_request'],
  401: ['unauthenticated'],
  403: ['forbidden'],
  429: ['too_many_requests'],
  500: ['internal'],
  503: ['unavailable'],
}

const TITLES: Record<number, string> = {
  400: 'The request is not valid',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found, or another team’s',
  409: 'Not in this state of things',
  413: 'The body is too large',
  422: 'Understood, but it can’t be done',
  429: 'Too many requests; Retry-After says when to come again',
  500: 'Something went wrong in Shipclock',
  503: 'The database is away; Retry-After says when to come again',
}

/** One endpoint as OpenAPI's operation object. */
export function describeOperation(endpoint: Endpoint): JsonSchema {
  const { method, path, tag, summary, permission, status, schemas, example } = endpoint
  const takesBody = schemas.body !== noBody
  return {
    operationId: operationId(method, path),
    tags: [tag],
    summary,
    description: `Needs the permission to ${permission}.`,
    parameters: [
      ...describeParameters(schemas.params, 'path'),
      ...describeParameters(schemas.query, 'query'),
      ...(method === 'POST' ? [IDEMPOTENCY_KEY] : []),
    ],
    ...(takesBody && {
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: describeSchema(schemas.body, 'input'),
            ...(example !== undefined && { example }),
          },
        },
      },
    }),
    responses: {
      [status]: {
        description: 'Done',
        content: { 'application/json': { schema: describeSchema(schemas.answer, 'output') } },
      },
      ...describeRefusals(endpoint, takesBody),
    },
  }
}

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  description:
    'Made by the client for each intent. The same request with the same key is carried out once and gets the same answer, for 24 hours.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
}

function describeParameters(schema: Endpoint['schemas']['query'], place: 'path' | 'query'): JsonSchema[] {
  const { properties, required } = describeSchema(schema, 'input')
  if (typeof properties !== 'object' || properties === null) return []
  const isRequired = (name: string) =>
    place === 'path' || (Array.isArray(required) && required.includes(name))
  return Object.entries(properties).map(([name, described]) => ({
    ...{ name, in: place, required: isRequired(name), schema: described },
  }))
}

function describeRefusals({ method, refusals }: Endpoint, takesBody: boolean): JsonSchema {
  const codes: Record<string, readonly string[]> = {
    ...REFUSALS_OF_ALL,
    ...refusals,
    ...(takesBody && { 413: ['body_too_large'] }),
    ...(method === 'POST' && { 422: [...(refusals[422] ?? []), 'idempotency_key_reused'] }),
  }
  return Object.fromEntries(
    Object.entries(codes).map(([status, possible]) => [status, describeRefusal(Number(status), possible)]),
  )
}

function describeRefusal(status: number, codes: readonly string[]): JsonSchema {
  const schema = {
    allOf: [{ $ref: '#/components/schemas/Problem' }],
    properties: { code: { type: 'string', enum: codes } },
  }
  return { description: TITLES[status] ?? 'Refused', content: { 'application/problem+json': { schema } } }
}

/** `POST /scheduled_deployments/{id}/run_now` → `post_scheduled_deployments_id_run_now` */
function operationId(method: string, path: string): string {
  return `${method}${path}`.toLowerCase().replaceAll(/[{}]/g, '').replaceAll('/', '_')
}
