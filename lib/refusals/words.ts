/** A refusal as people and programs are told of it. */
export interface RefusalWords {
  /** Stable, for programs: part of the API's contract. */
  code: string
  /** HTTP's. */
  status: number
  /** What is in the way, in a few words. */
  title: string
  /** What exactly, and what to do about it, in sentences. */
  detail: string
  /** Which parts of the input are meant; empty when none is. */
  errors: { path: string; message: string }[]
  /** What a program needs to do better, by the API's names: instants in ISO 8601. */
  extra: Record<string, unknown>
}

/** One entry for every kind of a union of refusals: the compiler finds the one that was forgotten. */
export type WordsByKind<Refusal extends { kind: string }> = {
  [Kind in Refusal['kind']]: (refusal: Extract<Refusal, { kind: Kind }>) => RefusalWords
}

/** Of input that could be understood but cannot be done: 422. `path` names the part that is at fault. */
export function cannotDo(
  code: string,
  title: string,
  detail: string,
  { path, extra = {} }: { path?: string; extra?: Record<string, unknown> } = {},
): RefusalWords {
  return {
    code,
    status: 422,
    title,
    detail,
    errors: path === undefined ? [] : [{ path, message: detail }],
    extra,
  }
}

/** Of what would have been possible in another state of things: 409. */
export function conflict(
  code: string,
  title: string,
  detail: string,
  { path, extra = {} }: { path?: string; extra?: Record<string, unknown> } = {},
): RefusalWords {
  return { ...cannotDo(code, title, detail, { extra, ...(path !== undefined && { path }) }), status: 409 }
}

/** Of input that cannot be understood: 400. */
export function invalidRequest(detail: string, errors: RefusalWords['errors']): RefusalWords {
  return {
    code: 'invalid_request',
    status: 400,
    title: 'The request is not valid',
    detail,
    errors,
    extra: {},
  }
}

/**
 * The same words for what never was and for what belongs to another team. What was named in the input is
 * repeated; what the address named is not.
 */
export function notFound(what: string, named?: { name: string; path: string }): RefusalWords {
  const detail =
    named === undefined
      ? `There is no such ${what}. It may have been deleted, or the address is wrong.`
      : `There is no ${what} “${named.name}”. Check the name, or create it first.`
  return {
    code: 'not_found',
    status: 404,
    title: 'Not found',
    detail,
    errors: named === undefined ? [] : [{ path: named.path, message: detail }],
    extra: {},
  }
}
