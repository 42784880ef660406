import type { Endpoint } from './endpoint'

export interface Match {
  endpoint: Endpoint
  params: Record<string, string>
}

/** The endpoints at an address, one per method. A word that stands in a path wins over a parameter. */
export function matchEndpoints(endpoints: readonly Endpoint[], path: readonly string[]): Match[] {
  const matches = endpoints.flatMap((endpoint) => {
    const params = paramsAt(endpoint.path.split('/').slice(1), path)
    return params === null ? [] : [{ endpoint, params }]
  })
  const fewest = Math.min(...matches.map(({ params }) => Object.keys(params).length))
  return matches.filter(({ params }) => Object.keys(params).length === fewest)
}

function paramsAt(pattern: readonly string[], path: readonly string[]): Record<string, string> | null {
  if (pattern.length !== path.length) return null
  const params: Record<string, string> = {}
  for (const [index, part] of pattern.entries()) {
    const given = path[index] ?? ''
    const name = /^\{(\w+)\}$/.exec(part)?.[1]
    if (name !== undefined) params[name] = given
    else if (part !== given) return null
  }
  return params
}
