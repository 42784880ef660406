import { nameIn } from '../arns.ts'
import { AwsError } from '../aws-error.ts'
import type { Call } from '../call.ts'
import { findTaskDefinition } from '../lookups.ts'
import type { Tags } from '../records.ts'
import { putService } from '../start-rollout.ts'
import type { AnswerOf, RequestOf } from '../wire-types.ts'
import { serviceKey } from '../world.ts'
import { putTaskDefinition } from './task-definitions.ts'

/** A resource that carries tags: what they are and how to store others. */
type Tagged = { tags: Tags; store: (tags: Tags) => void }

export function tagResource(call: Call, request: RequestOf<'TagResource'>): AnswerOf<'TagResource'> {
  const resource = requireTagged(call, request.resourceArn ?? '')
  const given = request.tags ?? []
  if (given.some((tag) => !tag.key))
    throw new AwsError('InvalidParameterException', 'Tag keys cannot be empty.')
  const merged = new Map([...resource.tags, ...given].map((tag) => [tag.key, tag]))
  if (merged.size > 50)
    throw new AwsError('InvalidParameterException', 'A resource can have at most 50 tags.')
  resource.store([...merged.values()])
  call.effects.push(`tagged ${request.resourceArn ?? ''}`)
  return {}
}

export function listTagsForResource(
  call: Call,
  request: RequestOf<'ListTagsForResource'>,
): AnswerOf<'ListTagsForResource'> {
  return { tags: requireTagged(call, request.resourceArn ?? '').tags }
}

function requireTagged(call: Call, arn: string): Tagged {
  const { world } = call
  const [kind = '', ...path] = (arn.split(':').slice(5).join(':') ?? '').split('/')
  const found = kind === 'service' ? world.services.get(serviceKey(path[0] ?? '', path[1] ?? '')) : undefined
  if (found !== undefined) return { tags: found.tags, store: (tags) => putService(call, { ...found, tags }) }
  const cluster = kind === 'cluster' ? world.clusters.get(nameIn(arn)) : undefined
  if (cluster !== undefined) {
    const store = (tags: Tags) =>
      world.put({ kind: 'cluster', id: cluster.name, value: { ...cluster, tags } })
    return { tags: cluster.tags, store }
  }
  const definition = kind === 'task-definition' ? findTaskDefinition(world, arn) : undefined
  if (definition !== undefined) {
    return { tags: definition.tags, store: (tags) => putTaskDefinition(call, { ...definition, tags }) }
  }
  const task = kind === 'task' ? world.tasks.get(nameIn(arn)) : undefined
  if (task !== undefined) {
    const store = (tags: Tags) =>
      world.put({ kind: 'task', id: task.id, value: { ...task, request: { ...task.request, tags } } })
    return { tags: task.request.tags ?? [], store }
  }
  throw new AwsError('InvalidParameterException', 'The specified resource could not be found.')
}
