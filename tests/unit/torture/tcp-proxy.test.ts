import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { until } from '@/tests/setup/until'
import { startTcpProxy, type TcpProxy } from '@/torture/world/tcp-proxy'

const FOR_GOOD = 600_000
let server: Server
let proxy: TcpProxy
/** What reached the server. */
let arrived: string

beforeEach(async () => {
  arrived = ''
  server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => {
      arrived += chunk
      socket.write(`answer to ${chunk}`)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  proxy = await startTcpProxy(typeof address === 'object' && address !== null ? address.port : 0)
})
afterEach(() => {
  proxy.close()
  server.close()
})

interface Caller {
  socket: Socket
  heard: string
  broken: boolean
}

async function call(): Promise<Caller> {
  const socket = connect(proxy.port, '127.0.0.1')
  const caller: Caller = { socket, heard: '', broken: false }
  socket.on('error', () => undefined)
  socket.on('close', () => Object.assign(caller, { broken: true }))
  socket.on('data', (chunk) => Object.assign(caller, { heard: caller.heard + chunk }))
  await until('it to connect or break', () => caller.broken || !socket.connecting)
  return caller
}

test('passes on what is asked and what is answered', async () => {
  const caller = await call()
  caller.socket.write('a')
  await until('the answer', () => caller.heard === 'answer to a')
})

test('swallows an answer after the request has arrived', async () => {
  const caller = await call()
  proxy.disturb('swallow', FOR_GOOD)
  caller.socket.write('a')
  await until('the connection to break', () => caller.broken)
  expect(arrived).toBe('a')
  expect(caller.heard).toBe('')
})

test('cuts what is open and lets nobody in while it refuses', async () => {
  const caller = await call()
  proxy.disturb('refuse', FOR_GOOD)
  await until('the connection to break', () => caller.broken)
  const next = await call()
  await until('the next one to break', () => next.broken)
  proxy.heal()
  const last = await call()
  last.socket.write('b')
  await until('the answer', () => last.heard === 'answer to b')
})

test('holds everything back while it stalls, and loses nothing of it', async () => {
  const caller = await call()
  caller.socket.write('a')
  await until('the answer', () => caller.heard !== '')
  proxy.disturb('stall', FOR_GOOD)
  caller.socket.write('b')
  expect(arrived).toBe('a')
  proxy.heal()
  await until('both answers', () => caller.heard === 'answer to aanswer to b')
})

test('passes everything on again when the time of a fault is over', async () => {
  proxy.disturb('delay', 1)
  const caller = await call()
  caller.socket.write('a')
  await until('the answer', () => caller.heard === 'answer to a')
})
