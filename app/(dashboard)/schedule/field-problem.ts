/** What stands under a field of the form. */
export interface FieldProblem {
  /** As the form and the server call the field: `image`, `dependencies.0.leadMinutes`. */
  path: string
  message: string
  /** Nothing entered yet: worth saying only once somebody tried to submit. */
  missing: boolean
}

export function missing(path: string, message: string): FieldProblem {
  return { path, message, missing: true }
}

export function wrong(path: string, message: string): FieldProblem {
  return { path, message, missing: false }
}
