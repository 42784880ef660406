import type { DescribeTaskDefinitionCommand } from '@aws-sdk/client-ecs'

/**
 * Keeps the JSON of the command's answer as it came, before the SDK drops what it does not know. The
 * middleware sits next to the wire: it reads the body and hands it on.
 */
export function captureRawAnswer(command: DescribeTaskDefinitionCommand): { answer: unknown } {
  const raw: { answer: unknown } = { answer: null }
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args)
      const response = result.response
      if (!isResponse(response)) return result
      const body = await collect(response.body)
      response.body = body
      raw.answer = parseOrNull(body)
      return result
    },
    { step: 'deserialize', priority: 'low', name: 'captureRawAnswer' },
  )
  return raw
}

function isResponse(value: unknown): value is { body: unknown } {
  return typeof value === 'object' && value !== null && 'body' in value
}

async function collect(body: unknown): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body
  if (!isAsyncIterable(body)) return new Uint8Array()
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return new Uint8Array(Buffer.concat(chunks))
}

function isAsyncIterable(value: unknown): value is AsyncIterable<Uint8Array> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}

/** What is not JSON is the SDK's to complain about. */
function parseOrNull(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'))
  } catch {
    return null
  }
}
