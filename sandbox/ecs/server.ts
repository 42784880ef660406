import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerAws } from './aws-api.ts'
import { answerControl } from './control.ts'
import { demoSeed } from './demo-seed.ts'
import type { LedgerEntry } from './journal.ts'
import { jsonReply, type Reply } from './reply.ts'
import { Sandbox } from './sandbox.ts'
import { plantSeed, type Seed } from './seed.ts'

export type StartOptions = {
  /** 0 takes a free one. */
  port: number
  /** Loopback only. */
  host?: '127.0.0.1'
  /** How long a healthy rollout takes; 6 unless said. */
  rolloutSeconds?: number
  /** Where state and ledger are kept; without it they end with the process. */
  stateFile?: string
  /** The machine's clock, ms since the epoch. */
  clock?: () => number
  /** What to hold at the beginning, if nothing was kept from before. */
  seed?: Seed | 'demo'
}

export type RunningSandbox = {
  url: string
  port: number
  /** Moves the sandbox's time ahead, as `POST /_sandbox/clock` does. */
  advance: (ms: number) => void
  /** Makes time stand still but for `advance`. */
  freeze: () => void
  ledger: (service?: string, cluster?: string) => readonly LedgerEntry[]
  close: () => Promise<void>
}

const largestBodyBytes = 2 * 1024 * 1024
const keepConnectionMs = 600_000

/** Starts a sandbox in this process. Rejects when the port is taken. */
export async function startSandbox(options: StartOptions): Promise<RunningSandbox> {
  const sandbox = new Sandbox({
    rolloutSeconds: options.rolloutSeconds ?? 6,
    stateFile: options.stateFile ?? null,
    machineNow: options.clock ?? Date.now,
  })
  if (options.seed !== undefined && sandbox.isEmpty()) {
    plantSeed(sandbox, options.seed === 'demo' ? demoSeed : options.seed)
  }
  const host = options.host ?? '127.0.0.1'
  const server = createServer((request, response) => {
    serve(sandbox, request, response).catch(() => response.destroy())
  })
  // A client keeps its connections; one that is closed while it sends would look like a lost answer.
  server.keepAliveTimeout = keepConnectionMs
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, host, resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://${host}:${port}`,
    port,
    advance: (ms) => {
      sandbox.clock.advance(ms)
      sandbox.keep(null)
      sandbox.settle()
    },
    freeze: () => {
      sandbox.clock.freeze()
      sandbox.keep(null)
    },
    ledger: (service, cluster) => sandbox.journal.ledger(service ?? null, cluster ?? null),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function serve(sandbox: Sandbox, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await read(request)
  const reply =
    body === null ? jsonReply(413, { error: 'The body is too large.' }) : answer(sandbox, request, body)
  switch (reply.kind) {
    case 'answer':
      response.writeHead(reply.status, { ...reply.headers, 'content-length': Buffer.byteLength(reply.body) })
      response.end(reply.body)
      break
    case 'break':
      request.socket.destroy()
      break
    case 'hang':
      break
  }
}

function answer(sandbox: Sandbox, request: IncomingMessage, body: Buffer): Reply {
  const { method = 'GET', url = '/', headers } = request
  const parsed = new URL(url, 'http://sandbox')
  try {
    if (!parsed.pathname.startsWith('/_sandbox/')) return answerAws(sandbox, { method, url, headers, body })
    if (!isFromHere(request)) return jsonReply(403, { error: 'Only for programs on this machine.' })
    return answerControl(sandbox, { method, path: parsed.pathname, query: parsed.searchParams, body })
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return jsonReply(500, { __type: 'ServerException', message: `The sandbox failed: ${message}` })
  }
}

/**
 * The control endpoints ask for no key, so a web page in the user's browser must not reach them: it can
 * send neither this content type without asking first, nor a loopback Host under a name of its own.
 */
function isFromHere(request: IncomingMessage): boolean {
  const hostname = (request.headers.host ?? '').replace(/:\d+$/, '')
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(hostname)) return false
  if (request.method !== 'POST') return request.headers.origin === undefined
  return (request.headers['content-type'] ?? '').startsWith('application/json')
}

async function read(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += chunk.length
    if (bytes > largestBodyBytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
