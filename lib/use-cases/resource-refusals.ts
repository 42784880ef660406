import { refuse } from '@/lib/domain/result'

export type ResourceKind =
  | 'cloud account'
  | 'environment'
  | 'application'
  | 'member'
  | 'API token'
  | 'calendar feed'
  | 'zone move'
  | 'team'
  | 'user'
  | 'freeze'
  | 'schedule'

/** Also for what is another team's. `path` and `name` when it was named in the input. */
export interface NotFound {
  kind: 'not_found'
  what: ResourceKind
  name?: string
  path?: string
}

/** `path` is the field, like `targets.0.service`; the message is a sentence for whoever filled it in. */
export interface Invalid {
  kind: 'invalid'
  path: string
  message: string
}

/** Without a path when somebody else was faster by a moment. */
export interface AlreadyExists {
  kind: 'already_exists'
  path?: string
}

/** `by` says in words what still needs it: "the environment Production". */
export interface InUse {
  kind: 'in_use'
  by: string
}

export function notFound(what: ResourceKind, named?: { name: string; path: string }) {
  const refusal: NotFound = { kind: 'not_found', what, ...named }
  return refuse(refusal)
}

export function invalid(path: string, message: string) {
  const refusal: Invalid = { kind: 'invalid', path, message }
  return refuse(refusal)
}

export function alreadyExists(path: string) {
  const refusal: AlreadyExists = { kind: 'already_exists', path }
  return refuse(refusal)
}

export function inUse(by: string) {
  const refusal: InUse = { kind: 'in_use', by }
  return refuse(refusal)
}

/** The first field with a fault, as a refusal; null when all are fine. Faults are sentences or null. */
export function firstFault(faults: Record<string, string | null>): { ok: false; refusal: Invalid } | null {
  for (const [path, message] of Object.entries(faults)) {
    if (message !== null) return invalid(path, message)
  }
  return null
}
