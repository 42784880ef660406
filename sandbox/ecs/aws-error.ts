/**
 * An answer of the API that is an error, thrown from wherever it is noticed and written to the wire in one
 * place. `code` is the exception's name as ECS spells it; `members` are what it carries beside its message.
 */
export class AwsError extends Error {
  readonly code: string
  readonly status: number
  readonly members: Readonly<Record<string, unknown>>

  constructor(
    code: string,
    message: string,
    options: { status?: number; members?: Record<string, unknown> } = {},
  ) {
    super(message)
    this.name = 'AwsError'
    this.code = code
    this.status = options.status ?? 400
    this.members = options.members ?? {}
  }
}
