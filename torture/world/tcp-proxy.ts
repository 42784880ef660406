import { connect, createServer, type Socket } from 'node:net'
import type { WireFault } from '@/torture/plan/disturbances'

/** A wire that can be made to misbehave. */
export interface TcpProxy {
  port: number
  /** From now on, for `forMs`; at most one fault at a time, the newest. */
  disturb(fault: WireFault, forMs: number): void
  /** Passes everything on again. */
  heal(): void
  /** Where new connections go. */
  aim(port: number): void
  close(): void
}

const DELAY_MS = 150
/** How long a cut answer's connection stays silent before it breaks. */
const SILENCE_MS = 20

/** Between `127.0.0.1:<port>`, a free one, and `127.0.0.1:<target>`. */
export async function startTcpProxy(target: number): Promise<TcpProxy> {
  const proxy = new Proxy127(target)
  await proxy.listen()
  return proxy
}

class Proxy127 implements TcpProxy {
  #target: number
  #fault: WireFault | null = null
  #healing: NodeJS.Timeout | undefined
  readonly #pairs = new Set<readonly [Socket, Socket]>()
  readonly #server = createServer((client) => this.#accept(client))

  constructor(target: number) {
    this.#target = target
  }

  get port(): number {
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('The proxy does not listen.')
    return address.port
  }

  listen(): Promise<void> {
    return new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
  }

  aim(port: number): void {
    this.#target = port
  }

  disturb(fault: WireFault, forMs: number): void {
    this.heal()
    this.#fault = fault
    if (fault === 'cut' || fault === 'refuse') for (const pair of this.#pairs) breakBoth(pair)
    if (fault === 'stall') for (const pair of this.#pairs) for (const socket of pair) socket.pause()
    this.#healing = setTimeout(() => this.heal(), forMs)
  }

  heal(): void {
    clearTimeout(this.#healing)
    this.#fault = null
    for (const pair of this.#pairs) for (const socket of pair) socket.resume()
  }

  close(): void {
    clearTimeout(this.#healing)
    for (const pair of this.#pairs) breakBoth(pair)
    // Whoever is just connecting must not hold this up.
    this.#server.close().unref()
  }

  #accept(client: Socket): void {
    if (this.#fault === 'refuse') {
      client.resetAndDestroy()
      return
    }
    const server = connect({ port: this.#target, host: '127.0.0.1', noDelay: true })
    client.setNoDelay(true)
    const pair = [client, server] as const
    this.#pairs.add(pair)
    for (const socket of pair) {
      socket.on('error', () => breakBoth(pair))
      socket.on('close', () => {
        this.#pairs.delete(pair)
        breakBoth(pair)
      })
    }
    client.on('data', (chunk) => this.#pass(chunk, server))
    server.on('data', (chunk) => this.#answer(chunk, pair))
    if (this.#fault === 'stall') for (const socket of pair) socket.pause()
  }

  #answer(chunk: Buffer, pair: readonly [Socket, Socket]): void {
    // What was asked has been carried out, and whoever asked will never know.
    if (this.#fault === 'swallow') setTimeout(() => breakBoth(pair), SILENCE_MS)
    else this.#pass(chunk, pair[0])
  }

  /** A constant delay keeps the order: timers of the same length ring in the order they were set. */
  #pass(chunk: Buffer, to: Socket): void {
    if (this.#fault === 'delay') setTimeout(() => to.destroyed || to.write(chunk), DELAY_MS)
    else to.write(chunk)
  }
}

function breakBoth(pair: readonly [Socket, Socket]): void {
  for (const socket of pair) if (!socket.destroyed) socket.resetAndDestroy()
}
