import { accept, type Result, refuse } from '@/lib/domain/result'
import { invalidRequest, type RefusalWords } from '@/lib/refusals/words'

const MAX_BYTES = 64 * 1024
/** Deeper than any request; schemas that refer to themselves would follow it down to the end of the stack. */
const MAX_DEPTH = 120

/**
 * The JSON value of a request's body; undefined when there is none. Refuses what is larger than 64 KiB
 * without reading on, what is not JSON or nested beyond reason, and texts with a NUL character, which PostgreSQL cannot store.
 */
export async function readBody(request: Request): Promise<Result<unknown, RefusalWords>> {
  const bytes = await readBytes(request.body)
  if (bytes === null) {
    const detail = `A body has at most ${MAX_BYTES / 1024} KiB.`
    return refuse({ ...invalidRequest(detail, []), code: 'body_too_large', status: 413 })
  }
  if (bytes.length === 0) return accept(undefined)
  return parse(bytes)
}

async function readBytes(body: ReadableStream<Uint8Array> | null): Promise<Uint8Array | null> {
  if (body === null) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body) {
    length += chunk.length
    if (length > MAX_BYTES) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function parse(bytes: Uint8Array): Result<unknown, RefusalWords> {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    // Neither the parser's position nor a piece of the body helps more than this.
    return refuse(invalidRequest('The body is not JSON in UTF-8.', []))
  }
  const fault = findFault(value, MAX_DEPTH)
  return fault === null ? accept(value) : refuse(invalidRequest(fault, []))
}

function findFault(value: unknown, levelsLeft: number): string | null {
  if (typeof value === 'string')
    return value.includes('\0') ? 'A text can’t contain the NUL character.' : null
  if (typeof value !== 'object' || value === null) return null
  if (levelsLeft === 0) return `A body is nested at most ${MAX_DEPTH} levels deep.`
  for (const item of [...Object.keys(value), ...Object.values(value)]) {
    const fault = findFault(item, levelsLeft - 1)
    if (fault !== null) return fault
  }
  return null
}
