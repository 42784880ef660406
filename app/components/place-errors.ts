import type { ShownRefusal } from '@/app/action-result'

export interface PlacedErrors {
  /** By path of the form's values. */
  fields: Record<string, string>
  /** Those that no field of the form stands for. */
  rest: string[]
}

/** Brings each error of a refusal to the field of the form that it is about. */
export function placeErrors(refusal: ShownRefusal, values: unknown): PlacedErrors {
  const placed: PlacedErrors = { fields: {}, rest: [] }
  for (const { path, message } of refusal.errors) {
    if (path !== '' && hasPath(values, path)) placed.fields[path] ??= message
    else placed.rest.push(message)
  }
  return placed
}

function hasPath(values: unknown, path: string): boolean {
  let place: unknown = values
  for (const step of path.split('.')) {
    if (typeof place !== 'object' || place === null || !Object.hasOwn(place, step)) return false
    place = Reflect.get(place, step)
  }
  return true
}
