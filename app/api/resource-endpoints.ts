import type { z } from 'zod'
import { accept } from '@/lib/domain/result'
import type { KnownRefusal } from '@/lib/refusal-words'
import type { UseCase } from '@/lib/use-cases/use-case'
import { type Endpoint, endpoint, noBody, nothing } from './endpoint'
import { pageOfAll } from './page-of-all'
import { deletedResult, idParams, pageOf, pageQuery, resultOf } from './schemas'

interface Resource<
  View extends { id: string },
  Shown extends z.ZodType,
  Create extends z.ZodType,
  Update extends z.ZodType<object>,
> {
  /** `/applications` */
  path: string
  tag: string
  /** With its article: `an application`. */
  name: string
  /** Of the list, in words. */
  order?: string
  shown: Shown
  show(view: View): z.input<Shown>
  createBody: Create
  /** What is left out stays as it is. */
  updateBody: Update
  /** Of a `createBody`. */
  example: object
  list: UseCase<object, { items: View[] }, KnownRefusal>
  get: UseCase<{ id: string }, View, KnownRefusal>
  create: UseCase<z.output<Create>, View, KnownRefusal>
  update: UseCase<z.output<Update> & { id: string }, View, KnownRefusal>
  remove: UseCase<{ id: string }, { id: string }, KnownRefusal>
}

/** The five endpoints that everything has that admins set up: list, create, get, change, delete. */
export function resourceEndpoints<
  View extends { id: string },
  Shown extends z.ZodType,
  Create extends z.ZodType,
  Update extends z.ZodType<object>,
>(resource: Resource<View, Shown, Create, Update>): Endpoint[] {
  return [...readingEndpoints(resource), ...changingEndpoints(resource)]
}

function readingEndpoints<View extends { id: string }, Shown extends z.ZodType>(
  resource: Pick<
    Resource<View, Shown, z.ZodType, z.ZodType<object>>,
    'path' | 'tag' | 'name' | 'order' | 'shown' | 'show' | 'list' | 'get'
  >,
): Endpoint[] {
  const { path, tag, name, order = 'by name', shown, show } = resource
  return [
    endpoint({
      ...{ method: 'GET', path, permission: 'view', tag, status: 200, refusals: {} },
      summary: `List ${tag.toLowerCase()} ${order}`,
      ...{ params: nothing, query: pageQuery, body: noBody, answer: pageOf(shown) },
      async carryOut({ services, actor }, { query }) {
        const found = await resource.list(services, actor, {})
        if (!found.ok) return found
        const page = pageOfAll(found.value.items, query)
        if (!page.ok) return page
        return accept({ result: page.value.items.map(show), next_cursor: page.value.nextCursor })
      },
    }),
    endpoint({
      ...{ method: 'GET', path: `${path}/{id}`, permission: 'view', tag, status: 200 },
      ...{ summary: `Get ${name}`, refusals: { 404: ['not_found'] } },
      ...{ params: idParams, query: nothing, body: noBody, answer: resultOf(shown) },
      async carryOut({ services, actor }, { params }) {
        const found = await resource.get(services, actor, params)
        return found.ok ? accept({ result: show(found.value) }) : found
      },
    }),
  ]
}

function changingEndpoints<
  View extends { id: string },
  Shown extends z.ZodType,
  Create extends z.ZodType,
  Update extends z.ZodType<object>,
>(resource: Resource<View, Shown, Create, Update>): Endpoint[] {
  const { path, tag, name, shown, show } = resource
  return [
    endpoint({
      ...{ method: 'POST', path, permission: 'administer', tag, status: 201 },
      ...{ summary: `Add ${name}`, refusals: { 404: ['not_found'], 409: ['already_exists'] } },
      ...{ params: nothing, query: nothing, body: resource.createBody, answer: resultOf(shown) },
      example: resource.example,
      async carryOut({ services, actor }, { body }) {
        const created = await resource.create(services, actor, body)
        return created.ok ? accept({ result: show(created.value) }) : created
      },
    }),
    endpoint({
      ...{ method: 'PATCH', path: `${path}/{id}`, permission: 'administer', tag, status: 200 },
      ...{ summary: `Change ${name}`, refusals: { 404: ['not_found'], 409: ['already_exists'] } },
      ...{ params: idParams, query: nothing, body: resource.updateBody, answer: resultOf(shown) },
      async carryOut({ services, actor }, { params, body }) {
        const updated = await resource.update(services, actor, { ...body, ...params })
        return updated.ok ? accept({ result: show(updated.value) }) : updated
      },
    }),
    endpoint({
      ...{ method: 'DELETE', path: `${path}/{id}`, permission: 'administer', tag, status: 200 },
      ...{ summary: `Delete ${name} that nothing needs`, refusals: { 404: ['not_found'], 409: ['in_use'] } },
      ...{ params: idParams, query: nothing, body: noBody, answer: resultOf(deletedResult) },
      async carryOut({ services, actor }, { params }) {
        const removed = await resource.remove(services, actor, params)
        return removed.ok ? accept({ result: { id: params.id } }) : removed
      },
    }),
  ]
}
