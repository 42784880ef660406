import type { ContainerDefinition, TaskDefinition } from '@aws-sdk/client-ecs'
import type { RevisionChange } from '@/lib/ports/rollouts'

/**
 * What differs between two revisions, for people: images with their values, containers that came or
 * went, and of everything else only the name. Values of other settings may be secrets (environment variables
 * often are), so they are never shown.
 */
export function revisionChanges(before: TaskDefinition, after: TaskDefinition): RevisionChange[] {
  const old = byName(before)
  const fresh = byName(after)
  const names = [...new Set([...old.keys(), ...fresh.keys()])]
  return names.flatMap((name) => containerChanges(name, old.get(name), fresh.get(name)))
}

function containerChanges(
  name: string,
  before: ContainerDefinition | undefined,
  after: ContainerDefinition | undefined,
): RevisionChange[] {
  const changes: RevisionChange[] = []
  if (before?.image !== after?.image) {
    changes.push({ what: `${name} image`, before: before?.image ?? null, after: after?.image ?? null })
  }
  if (before === undefined || after === undefined) return changes
  const others = new Map([...Object.entries(before), ...Object.entries(after)])
  others.delete('image')
  for (const setting of others.keys()) {
    if (canonical(Reflect.get(before, setting)) !== canonical(Reflect.get(after, setting))) {
      changes.push({ what: `${name} ${setting}`, before: null, after: 'changed' })
    }
  }
  return changes
}

function byName(taskDefinition: TaskDefinition): Map<string, ContainerDefinition> {
  return new Map(
    (taskDefinition.containerDefinitions ?? []).map((container) => [container.name ?? '', container]),
  )
}

/** Equal for values that mean the same to ECS: the order of members and of list items does not count, nor does emptiness. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? '' : `[${value.map(canonical).sort().join(',')}]`
  if (typeof value !== 'object' || value === null) return value === undefined ? '' : JSON.stringify(value)
  const members = Object.entries(value).map(([key, member]) => `${key}:${canonical(member)}`)
  return members.length === 0 ? '' : `{${members.sort().join(',')}}`
}
