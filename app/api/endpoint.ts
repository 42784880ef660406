import { z } from 'zod'
import type { Actor } from '@/lib/domain/actor'
import type { Permission } from '@/lib/domain/permissions'
import { accept, type Result, refuse } from '@/lib/domain/result'
import { type KnownRefusal, refusalWords } from '@/lib/refusal-words'
import { invalidRequest, type RefusalWords } from '@/lib/refusals/words'
import type { Services } from '@/lib/services'
import { issueWords, wordIssue } from './issue-words'

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

/** What an endpoint is: for routing, for the description of the API and for the tests that walk all of them. */
export interface EndpointFacts {
  method: Method
  /** Below /api/v1, parameters in braces: `/applications/{id}`. */
  path: string
  /** Checked before anything is read; the use case checks again. */
  permission: Permission
  tag: string
  summary: string
  /** Of success. */
  status: 200 | 201
  /** Codes of the refusals that this endpoint adds to those that all have, by status. */
  refusals: Partial<Record<404 | 409 | 422, readonly string[]>>
  /** A body, for the description. */
  example?: object
  /** The member of `result` that is a secret: told once, and null where an answer is kept to be repeated. */
  secret?: string
}

export interface EndpointSchemas<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> {
  params: Params
  query: Query
  body: Body
  answer: Answer
}

/** For `body` of an endpoint that takes none; clients that always send JSON may send `{}`. */
export const noBody = z.union([z.undefined(), z.null(), z.strictObject({})], {
  error: 'This address takes no body.',
})

/** For `params` and `query` of an endpoint that has none. */
export const nothing = z.strictObject({})

/** What arrived, not yet parsed. */
export interface RawInput {
  params: Record<string, string>
  query: Record<string, string>
  body: unknown
}

export interface Endpoint extends EndpointFacts {
  schemas: EndpointSchemas
  /** Parses the input; what it answers carries the request out. */
  prepare(input: RawInput): Result<Carry, RefusalWords>
}

export type Carry = (services: Services, actor: Actor) => Promise<Result<unknown, RefusalWords>>

interface Definition<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Answer extends z.ZodType,
> extends EndpointFacts,
    EndpointSchemas<Params, Query, Body, Answer> {
  /** Calls one use case or query; after a use case that answers only an id, the query that reads the rest. */
  carryOut(
    context: { services: Services; actor: Actor },
    input: { params: z.output<Params>; query: z.output<Query>; body: z.output<Body> },
  ): Promise<Result<z.input<Answer>, KnownRefusal>>
  /** Where a refusal's path differs from the request's by more than the spelling of names. */
  pathInRequest?: (path: string, body: unknown) => string
}

/** Makes an endpoint of its schemas and of what it calls. */
export function endpoint<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Answer extends z.ZodType,
>(definition: Definition<Params, Query, Body, Answer>): Endpoint {
  const { params, query, body, answer, carryOut, pathInRequest = (path) => path, ...facts } = definition
  return {
    ...facts,
    schemas: { params, query, body, answer },
    prepare(raw) {
      const named = params.safeParse(raw.params)
      // What can't be an id names nothing: the same answer as to an id that nobody has.
      if (!named.success) return refuse(refusalWords({ kind: 'not_found' }))
      const asked = query.safeParse(raw.query, { error: wordIssue })
      if (!asked.success) return invalid(asked.error)
      const sent = body.safeParse(raw.body, { error: wordIssue })
      if (!sent.success) return invalid(sent.error)
      return accept(async (services, actor) => {
        const input = { params: named.data, query: asked.data, body: sent.data }
        const result = await carryOut({ services, actor }, input)
        // Only what the schema names leaves, whatever a view may grow.
        if (result.ok) return accept(answer.parse(result.value))
        const words = refusalWords(result.refusal)
        const errors = words.errors.map(({ path, message }) => ({
          path: pathInRequest(snakeCase(path), raw.body),
          message,
        }))
        return refuse({ ...words, errors })
      })
    },
  }
}

/** `targets.0.imageRepository` → `targets.0.image_repository` */
function snakeCase(path: string): string {
  return path.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

function invalid(error: z.ZodError): { ok: false; refusal: RefusalWords } {
  const errors = issueWords(error)
  const detail = errors.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ')
  return refuse(invalidRequest(detail, errors))
}
