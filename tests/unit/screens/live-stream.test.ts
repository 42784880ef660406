import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type ConnectionHandlers, createLiveStream, type LiveEvent } from '@/app/(dashboard)/live-stream'

interface Connection extends ConnectionHandlers {
  isClosed: boolean
}

let connections: Connection[]
let told: (LiveEvent | null)[]

beforeEach(() => {
  vi.useFakeTimers()
  connections = []
  told = []
})
afterEach(() => {
  vi.useRealTimers()
})

function openStream() {
  const stream = createLiveStream((handlers) => {
    const connection: Connection = { ...handlers, isClosed: false }
    connections.push(connection)
    return {
      close: () => {
        connection.isClosed = true
      },
    }
  })
  const unsubscribe = stream.subscribe((event) => told.push(event))
  return { stream, unsubscribe }
}

function latest(): Connection {
  const connection = connections.at(-1)
  if (connection === undefined) throw new Error('Nothing connected.')
  return connection
}

test('all who listen share one connection, which ends with the last of them', () => {
  const { stream, unsubscribe } = openStream()
  const unsubscribeSecond = stream.subscribe(() => undefined)

  expect(connections).toHaveLength(1)
  unsubscribe()
  expect(latest().isClosed).toBe(false)
  unsubscribeSecond()
  expect(latest().isClosed).toBe(true)
})

test('events are told, and what is no event is passed over', () => {
  openStream()
  latest().opened()
  latest().received('{"kind":"deployment","id":"1"}')
  latest().received('not json')
  latest().received('{"kind":"deployment"}')

  expect(told).toEqual([{ kind: 'deployment', id: '1' }])
})

test('after a connection was lost and found, listeners learn that they may have missed something', () => {
  const { stream } = openStream()
  latest().opened()
  expect(told).toEqual([])

  latest().failed(false)
  expect(stream.state()).toBe('lost')
  latest().opened()

  expect(stream.state()).toBe('open')
  expect(told).toEqual([null])
})

test('a connection that the browser gives up is opened again, ever less often', async () => {
  openStream()
  for (const waitMs of [1000, 2000, 4000, 5000, 5000]) {
    const before = connections.length
    latest().failed(true)
    expect(latest().isClosed).toBe(true)
    await vi.advanceTimersByTimeAsync(waitMs - 1)
    expect(connections).toHaveLength(before)
    await vi.advanceTimersByTimeAsync(1)
    expect(connections).toHaveLength(before + 1)
  }
  latest().opened()
  latest().failed(true)
  await vi.advanceTimersByTimeAsync(1000)

  expect(connections).toHaveLength(7)
})

test('what was in the way is gone: the next attempt is made at once, and only one', async () => {
  const { stream } = openStream()
  stream.connectNow()
  expect(connections).toHaveLength(1)
  latest().failed(true)
  stream.connectNow()
  stream.connectNow()
  expect(connections).toHaveLength(2)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(connections).toHaveLength(2)
})

test('what the server itself may have missed is passed on', () => {
  openStream()
  latest().opened()
  latest().missed()

  expect(told).toEqual([null])
})

test('a hidden page gives its connection back, and shows what it missed when it is looked at again', () => {
  const { stream } = openStream()
  latest().opened()

  stream.pause()
  expect(latest().isClosed).toBe(true)
  stream.subscribe(() => undefined)
  expect(connections).toHaveLength(1)

  stream.resume()
  expect(connections).toHaveLength(2)
  latest().opened()
  expect(told).toEqual([null])
})

test('whoever follows the state is told of each change once', () => {
  const { stream } = openStream()
  const states: string[] = []
  stream.subscribeToState(() => states.push(stream.state()))
  latest().opened()
  latest().failed(false)
  latest().failed(false)
  latest().opened()

  expect(states).toEqual(['open', 'lost', 'open'])
})
