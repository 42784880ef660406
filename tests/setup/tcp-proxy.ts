import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** What becomes of some bytes: `swallow` is a network that drops them and tells nobody. */
export type Verdict = 'pass' | 'swallow' | 'cut'

export interface Chunk {
  /** What the connection calls itself in its first message: its `application_name`. */
  application: string
  from: 'client' | 'server'
  text: string
}

/** A network between a process and its database, which can be broken. */
export interface TcpProxy {
  /** The database's, by way of this. */
  url: string
  /** Decides over all that is sent from now on; `pass` in the beginning. */
  judge: (chunk: Chunk) => Verdict
  /** Ends all connections and refuses new ones, until `mend`. */
  cut(): void
  /** Lets everything through again. What was swallowed stays lost. */
  mend(): void
  close(): Promise<void>
}

export async function openTcpProxy(databaseUrl: string): Promise<TcpProxy> {
  const target = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  let isCut = false
  const server = createServer((client) => {
    if (isCut) return client.destroy()
    const upstream = connect(Number(target.port), target.hostname)
    for (const socket of [client, upstream]) keep(sockets, socket)
    join(client, upstream, (chunk) => proxy.judge(chunk))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.')
  const url = new URL(databaseUrl)
  url.port = String(address.port)
  const proxy: TcpProxy = {
    url: url.href,
    judge: () => 'pass',
    cut() {
      isCut = true
      for (const socket of sockets) socket.destroy()
    },
    mend() {
      isCut = false
      proxy.judge = () => 'pass'
    },
    async close() {
      proxy.cut()
      server.close()
      await once(server, 'close')
    },
  }
  return proxy
}

function keep(sockets: Set<Socket>, socket: Socket): void {
  sockets.add(socket)
  socket.on('error', () => undefined)
  socket.on('close', () => sockets.delete(socket))
}

function join(client: Socket, upstream: Socket, judge: (chunk: Chunk) => Verdict): void {
  let application = ''
  const pass = (from: Chunk['from'], to: Socket) => (data: Buffer) => {
    const text = data.toString('latin1')
    application ||= /application_name\0([^\0]*)/.exec(text)?.[1] ?? ''
    const verdict = judge({ application, from, text })
    if (verdict === 'pass') to.write(data)
    else if (verdict === 'cut') for (const socket of [client, upstream]) socket.destroy()
  }
  client.on('data', pass('client', upstream))
  upstream.on('data', pass('server', client))
  client.on('close', () => upstream.destroy())
  upstream.on('close', () => client.destroy())
}
