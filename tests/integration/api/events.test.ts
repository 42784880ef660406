import { NextRequest } from 'next/server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { GET } from '@/app/api/events/route'
import { liveStreams } from '@/app/api/live-streams'
import { type ApiUnderTest, nextYearAt, openApiUnderTest } from './api-under-test'

let api: ApiUnderTest
beforeAll(async () => {
  api = await openApiUnderTest()
})
afterAll(async () => {
  await liveStreams().feed.close()
  await api.close()
})

/** A stream as a browser reads it. */
class Listener {
  readonly #abort = new AbortController()
  readonly #events: string[] = []
  #ended = false
  #wake = () => {}

  static async open(token: string): Promise<Listener> {
    const listener = new Listener()
    const request = new NextRequest('http://localhost:3000/api/events', {
      headers: { authorization: `Bearer ${token}` },
      signal: listener.#abort.signal,
    })
    const response = await GET(request)
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    void listener.#read(response)
    return listener
  }

  async #read(response: Response): Promise<void> {
    const decoder = new TextDecoder()
    for await (const chunk of response.body ?? []) {
      this.#events.push(...decoder.decode(chunk).split('\n\n').filter(Boolean))
      this.#wake()
    }
    this.#ended = true
    this.#wake()
  }

  /** Waits for an event that contains `text`, and forgets it and those before it. */
  async next(text: string): Promise<string> {
    for (;;) {
      const index = this.#events.findIndex((event) => event.includes(text))
      if (index >= 0) return this.#events.splice(0, index + 1).at(-1) ?? ''
      if (this.#ended) throw new Error(`The stream ended before ${text}.`)
      await this.#change()
    }
  }

  async end(): Promise<void> {
    while (!this.#ended) await this.#change()
  }

  leave(): void {
    this.#abort.abort()
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }
}

async function schedule(token: string): Promise<string> {
  const body = { app: 'worker', at: nextYearAt('10:00:00Z') }
  return (await api.call('POST', '/scheduled_deployments', { body, token })).body.result.id
}

test('whoever is not signed in hears nothing', async () => {
  const response = await GET(new NextRequest('http://localhost:3000/api/events'))
  expect(response.status).toBe(401)
})

test('a change of the team is told, one of another team is not', async () => {
  const listener = await Listener.open(api.tokens.viewer)
  // Whatever changed between the page and the stream: look again. The second is told once we listen.
  await listener.next('event: resync')
  await listener.next('event: resync')
  const theirs = await schedule(api.tokens.otherAdmin)
  const mine = await schedule(api.tokens.admin)
  const heard = await listener.next('data: {"kind"')
  expect(heard).toBe(`data: ${JSON.stringify({ kind: 'deployment', id: mine })}`)
  expect(heard).not.toContain(theirs)
  listener.leave()
  await listener.end()
})

test('when the connection to the database was lost, listeners are told to look again and hear on', async () => {
  const listener = await Listener.open(api.tokens.admin)
  await listener.next('event: resync')
  await api.sql(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'shipclock changes'`,
  )
  await listener.next('event: resync')
  const id = await schedule(api.tokens.admin)
  await listener.next(id)
  listener.leave()
  await listener.end()
})

test('all streams end when the process is told to stop', async () => {
  const listeners = [await Listener.open(api.tokens.admin), await Listener.open(api.tokens.viewer)]
  expect(liveStreams().open.size).toBe(2)
  process.emit('SIGTERM')
  await Promise.all(listeners.map((listener) => listener.end()))
  expect(liveStreams().open.size).toBe(0)
})
