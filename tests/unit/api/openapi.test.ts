import { expect, test } from 'vitest'
import { describeApi } from '@/app/api/describe-api'
import { noBody } from '@/app/api/endpoint'
import { MANIFEST } from '@/app/api/manifest'

// biome-ignore lint/suspicious/noExplicitAny: the document is looked into as a reader of JSON would
const document: any = JSON.parse(JSON.stringify(describeApi(MANIFEST, 'https://shipclock.example.com')))

const endpoints = MANIFEST.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const)

test('the document says what it is, where the API is, and how to be let in', () => {
  expect(document).toMatchObject({
    openapi: expect.stringMatching(/^3\.1\.\d$/),
    info: { title: 'Shipclock', version: expect.any(String), license: { name: 'MIT' } },
    servers: [{ url: 'https://shipclock.example.com/api/v1' }],
    security: [{ token: [] }],
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  })
})

test.each(endpoints)('%s is described', (_name, { method, path, status, schemas }) => {
  const operation = document.paths[path]?.[method.toLowerCase()]
  expect(operation.summary).not.toBe('')
  expect(operation.responses[status].content['application/json'].schema).toMatchObject({ type: 'object' })
  for (const refusal of [400, 401, 403, 429, 500, 503]) {
    const { schema } = operation.responses[refusal].content['application/problem+json']
    expect(schema.properties.code.enum).not.toEqual([])
  }
  expect(operation.requestBody === undefined).toBe(schemas.body === noBody)
  const inPath = operation.parameters.filter((parameter: { in: string }) => parameter.in === 'path')
  const names = inPath.map((parameter: { name: string; required: boolean }) => [
    parameter.name,
    parameter.required,
  ])
  expect(names).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name, true]))
  const headers = operation.parameters.filter((parameter: { in: string }) => parameter.in === 'header')
  expect(headers).toHaveLength(method === 'POST' ? 1 : 0)
})

test('nothing is described that is not in the manifest', () => {
  const described = Object.entries<object>(document.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  )
  expect(described.sort()).toEqual(endpoints.map(([name]) => name).sort())
})

test('operations have different ids', () => {
  const ids = Object.values<Record<string, { operationId: string }>>(document.paths).flatMap((operations) =>
    Object.values(operations).map(({ operationId }) => operationId),
  )
  expect(new Set(ids).size).toBe(MANIFEST.length)
})

test('whatever is referred to is there, and what only a validator of zod’s would know is not', () => {
  const text = JSON.stringify(document)
  const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference ?? '')
  expect(references.length).toBeGreaterThan(20)
  for (const reference of references) {
    const found = reference
      .split('/')
      .slice(1)
      .reduce((place, member) => place?.[member], document)
    expect(found, reference).toMatchObject({ type: 'object' })
  }
  expect(text).not.toMatch(/"\$(defs|id|schema)"/)
})

test('every POST with a body has an example, and the examples are accepted', () => {
  for (const [name, { method, schemas, example }] of endpoints) {
    if (method === 'POST' && schemas.body !== noBody) expect(example, name).toBeDefined()
    if (example !== undefined) expect(schemas.body.safeParse(example).error, name).toBeUndefined()
  }
})

test('what is sent is described with its limits, what is answered may grow', () => {
  const { ScheduleRequest, ScheduledDeployment } = document.components.schemas
  expect(ScheduleRequest).toMatchObject({
    required: ['app'],
    additionalProperties: false,
    properties: { month: { type: 'integer', minimum: 1, maximum: 12 } },
  })
  expect(ScheduledDeployment.additionalProperties).toBeUndefined()
  expect(ScheduledDeployment.required).toEqual(
    expect.arrayContaining(['id', 'status', 'entry_key', 'original_timezone', 'dependency', 'lateness_ms']),
  )
})
