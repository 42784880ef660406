/** Marks the place that no value reaches: the compiler refuses a union member that was forgotten. */
export function assertNever(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`)
}
