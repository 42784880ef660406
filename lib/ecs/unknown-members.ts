/**
 * Paths of the members that are in ECS's raw answer but not in what the SDK made of it, e.g.
 * `containerDefinitions[0].shinyNewSetting`. The SDK silently drops what it does not know, so that a
 * revision registered from its answer would lose a setting that is newer than the SDK
 * (https://github.com/aws-actions/amazon-ecs-deploy-task-definition/issues/701 is the same problem).
 */
export function unknownMembers(raw: unknown, parsed: unknown, path = ''): string[] {
  if (raw === null || raw === undefined) return []
  if (Array.isArray(raw)) {
    return raw.flatMap((item, index) => unknownMembers(item, at(parsed, String(index)), `${path}[${index}]`))
  }
  if (typeof raw !== 'object') return []
  return Object.entries(raw).flatMap(([key, value]) => {
    const memberPath = path === '' ? key : `${path}.${key}`
    if (value === null) return []
    const known = at(parsed, key)
    return known === undefined ? [memberPath] : unknownMembers(value, known, memberPath)
  })
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}
