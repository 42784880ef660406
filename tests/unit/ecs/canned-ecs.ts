import { createServer, type ServerResponse } from 'node:http'

/** What a canned server does with one request: answer JSON with a status, or whatever it does to the response. */
export type CannedAnswer = { status: number; body: object } | ((response: ServerResponse) => void)

export interface CannedEcs {
  url: string
  /** Operations in the order in which they came, e.g. `DescribeServices`. */
  operations: string[]
  /** The bodies of the requests, in the same order. */
  requests: unknown[]
  /** The headers of the requests, in the same order. */
  headers: NodeJS.Dict<string | string[]>[]
  close(): Promise<void>
}

/** A loopback server that speaks just enough of ECS's wire to give the answers that a test wants, in order; the last repeats. */
export async function startCannedEcs(answers: Record<string, CannedAnswer[]>): Promise<CannedEcs> {
  const seen: Pick<CannedEcs, 'operations' | 'requests' | 'headers'> = {
    operations: [],
    requests: [],
    headers: [],
  }
  const server = createServer(async (request, response) => {
    const chunks: Uint8Array[] = []
    for await (const chunk of request) chunks.push(chunk)
    const operation = String(request.headers['x-amz-target'] ?? 'STS').replace(/^.*\./, '')
    const earlier = seen.operations.filter((other) => other === operation).length
    seen.operations.push(operation)
    seen.headers.push(request.headers)
    const text = Buffer.concat(chunks).toString('utf8')
    seen.requests.push(text.startsWith('{') ? JSON.parse(text) : text)
    const planned = answers[operation] ?? []
    const answer = planned[earlier] ?? planned.at(-1) ?? awsError('UnknownOperationException', operation)
    if (typeof answer === 'function') return answer(response)
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1' })
    response.end(JSON.stringify(answer.body))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening')
  return {
    ...seen,
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}

export function ok(body: object): CannedAnswer {
  return { status: 200, body }
}

export function awsError(name: string, message: string, status = 400): CannedAnswer {
  return { status, body: { __type: name, message } }
}

export function html(status: number): CannedAnswer {
  return (response) => {
    response.writeHead(status, { 'content-type': 'text/html' })
    response.end(`<html><h1>${status}</h1></html>`)
  }
}

export const reset: CannedAnswer = (response) => {
  response.socket?.destroy()
}

export const hang: CannedAnswer = () => undefined

/** The head of an answer comes, its body never ends. */
export const hangInBody: CannedAnswer = (response) => {
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' })
  response.write('{"services":')
}
