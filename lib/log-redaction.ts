const REMOVED = '[removed]'

/** Names of what must never be written down, wherever they stand. */
const SECRET_NAME =
  /secret|passw|token|authorization|cookie|credential|private_?key|access_?key|api_?key|sealed|ciphertext|session/i

/** What gives itself away by its form: passwords in addresses, bearer tokens, AWS key ids, Shipclock's tokens, JWTs. */
const SECRET_FORMS: [RegExp, string][] = [
  [/(\w+:\/\/)[^\s/@]+@/g, `$1${REMOVED}@`],
  [/\b(Bearer|Basic)\s+[\w~+/.=-]+/gi, `$1 ${REMOVED}`],
  [/\b(AKIA|ASIA)[A-Z0-9]{12,}\b/g, REMOVED],
  [/\b(shipclock|sc)_[\w-]{16,}/g, REMOVED],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, REMOVED],
]

/** Deeper than any fact that is logged; also ends circles. */
const MAX_DEPTH = 6

/** A copy of `facts` in which nothing looks like a secret, and errors are plain objects. */
export function withoutSecrets(facts: object): Record<string, unknown> {
  return cleanObject(facts, 0)
}

/** `text` with everything taken out that looks like a secret. */
export function textWithoutSecrets(text: string): string {
  return SECRET_FORMS.reduce((cleaned, [form, replacement]) => cleaned.replace(form, replacement), text)
}

function clean(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return textWithoutSecrets(value)
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  if (depth >= MAX_DEPTH) return '[deeper]'
  if (value instanceof Error) return cleanError(value, depth)
  if (Array.isArray(value)) return value.map((item) => clean(item, depth + 1))
  return cleanObject(value, depth)
}

function cleanObject(value: object, depth: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      SECRET_NAME.test(name) && item !== null && item !== undefined ? REMOVED : clean(item, depth + 1),
    ]),
  )
}

/** Not all own fields: drivers hang requests and connections on their errors. */
function cleanError(error: Error, depth: number): Record<string, unknown> {
  const code: unknown = Reflect.get(error, 'code')
  return {
    type: error.name,
    message: textWithoutSecrets(error.message),
    ...(typeof code === 'string' && { code }),
    ...(error.stack !== undefined && { stack: textWithoutSecrets(error.stack) }),
    ...(error.cause !== undefined && { cause: clean(error.cause, depth + 1) }),
  }
}
