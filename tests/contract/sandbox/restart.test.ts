import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { DescribeServicesCommand, ECSClient, UpdateServiceCommand } from '@aws-sdk/client-ecs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Bench, demoCredentials, lines, present, startBench } from './bench.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('a sandbox in this process', () => {
  const start = () => startBench({ stateFile: join(folder, 'journal.jsonl') })

  async function restarted(bench: Bench): Promise<Bench> {
    await bench.close()
    return start()
  }

  test('that is restarted in the middle of a rollout carries on where it was', async () => {
    let bench = await start()
    const order = { cluster: 'demo', service: 'api', outcome: 'crash_loop' }
    await bench.control('next', order)
    bench = await restarted(bench)
    const mine = present((await bench.deploy('api', '1.1.0')).deployments?.[0])
    bench.tenths(5)
    const before = await bench.service('api')
    const serviceDeployment = await bench.newestServiceDeployment('api')
    bench = await restarted(bench)
    expect(await bench.service('api')).toMatchObject({
      deployments: before.deployments,
      events: before.events,
    })
    expect(await bench.newestServiceDeployment('api')).toMatchObject({
      serviceDeploymentArn: serviceDeployment.serviceDeploymentArn,
      status: 'IN_PROGRESS',
    })
    expect(before.deployments?.[0]?.id).toBe(mine.id)
    bench.tenths(2)
    expect(lines(await bench.service('api'))[0]).toBe('PRIMARY api:1 2/0/2 failed 0 IN_PROGRESS')
    await bench.close()
  })

  test('keeps its ledger and goes on counting', async () => {
    let bench = await start()
    await bench.deploy('api', '1.1.0')
    const before = bench.sandbox.ledger()
    bench = await restarted(bench)
    expect(bench.sandbox.ledger()).toEqual(before)
    await bench.deploy('api', '1.2.0')
    expect(bench.sandbox.ledger().map(({ seq }) => seq)).toEqual([1, 2, 3, 4])
    await bench.close()
  })

  test('drops a line that a kill cut short, and writes on after it', async () => {
    let bench = await start()
    await bench.deploy('api', '1.1.0')
    await bench.close()
    appendFileSync(join(folder, 'journal.jsonl'), '{"ledger":{"seq":3,"at":"20')
    bench = await start()
    expect(bench.sandbox.ledger()).toHaveLength(2)
    await bench.deploy('api', '1.2.0')
    bench = await restarted(bench)
    expect(bench.sandbox.ledger().map(({ seq }) => seq)).toEqual([1, 2, 3, 4])
    await bench.close()
  })

  test('is seeded only once', async () => {
    let bench = await start()
    await bench.deploy('api', '1.1.0')
    bench = await restarted(bench)
    expect((await bench.service('api')).taskDefinition).toContain('api:2')
    const containers = [{ name: 'api', image: 'api:other' }]
    const services = [{ name: 'api', taskDefinition: { family: 'api', containers } }]
    await bench.control('seed', { clusters: [{ name: 'demo', services }] })
    expect((await bench.service('api')).taskDefinition).toContain('api:2')
    await bench.close()
  })

  test('forgets everything when it is reset', async () => {
    let bench = await start()
    await bench.deploy('api', '1.1.0')
    await bench.control('reset', { seed: 'demo' })
    expect(bench.sandbox.ledger()).toEqual([])
    bench = await restarted(bench)
    expect(bench.sandbox.ledger()).toEqual([])
    expect((await bench.service('api')).taskDefinition).toContain('api:1')
    await bench.close()
  })
})

describe('a sandbox in its own process', () => {
  const main = fileURLToPath(new URL('../../../sandbox/ecs/main.ts', import.meta.url))
  let child: ChildProcess | null = null
  afterEach(() => child?.kill('SIGKILL'))

  function run(environment: Record<string, string>): ChildProcess {
    child = spawn(process.execPath, [main], {
      env: { ...process.env, SHIPCLOCK_DATA_DIR: folder, SHIPCLOCK_SANDBOX_PORT: '0', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    return child
  }

  async function firstLine(stream: NodeJS.ReadableStream | null): Promise<string> {
    for await (const line of createInterface({ input: present(stream) })) return line
    throw new Error('The process ended without a word')
  }

  async function listening(process: ChildProcess): Promise<ECSClient> {
    const endpoint = present(/http:\/\/127\.0\.0\.1:\d+/.exec(await firstLine(process.stdout))?.[0])
    return new ECSClient({ region: 'us-east-1', endpoint, credentials: demoCredentials })
  }

  test('that is killed after it answered has kept what it answered', async () => {
    const killed = run({})
    const before = await listening(killed)
    const forced = new UpdateServiceCommand({ cluster: 'demo', service: 'api', forceNewDeployment: true })
    const { service } = await before.send(forced)
    killed.kill('SIGKILL')
    await once(killed, 'exit')
    before.destroy()
    const after = await listening(run({}))
    const found = await after.send(new DescribeServicesCommand({ cluster: 'demo', services: ['api'] }))
    expect(found.services?.[0]?.deployments?.[0]?.id).toBe(service?.deployments?.[0]?.id)
    const journal = readFileSync(join(folder, 'sandbox', 'journal.jsonl'), 'utf8')
    expect(journal.match(/rollout_started/g)).toHaveLength(1)
    after.destroy()
  })

  test.each(['SIGTERM', 'SIGINT'] as const)(
    'ends cleanly on %s, also with a call that hangs',
    async (signal) => {
      const process = run({})
      const ecs = await listening(process)
      const endpoint = present(await ecs.config.endpoint?.())
      const url = `http://${endpoint.hostname}:${endpoint.port}`
      await fetch(`${url}/_sandbox/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ fault: 'hang' }),
      })
      const hanging = expect(ecs.send(new DescribeServicesCommand({ services: ['api'] }))).rejects.toThrow()
      const struck = async () => (await (await fetch(`${url}/_sandbox/faults`)).json()).faults[0].count
      await expect.poll(struck).toBe(0)
      process.kill(signal)
      const [code] = await once(process, 'exit')
      expect(code).toBe(0)
      await hanging
      ecs.destroy()
    },
  )

  test('says that it is for development, and on which port', async () => {
    const line = await firstLine(run({}).stdout)
    expect(line).toMatch(
      /^ECS sandbox \(for development and demonstration only\) listens on http:\/\/127\.0\.0\.1:\d+, /,
    )
  })

  test('says which port is taken and what to set', async () => {
    const occupant = createServer().listen(0, '127.0.0.1')
    await once(occupant, 'listening')
    const address = occupant.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const process = run({ SHIPCLOCK_SANDBOX_PORT: String(port) })
    const line = await firstLine(process.stderr)
    expect(line).toBe(`ECS sandbox: port ${port} is taken; set SHIPCLOCK_SANDBOX_PORT to a free one`)
    occupant.close()
  })

  test('refuses a setting that is no number in one line that names it', async () => {
    const process = run({ SHIPCLOCK_SANDBOX_PORT: 'many' })
    expect(await firstLine(process.stderr)).toContain('SHIPCLOCK_SANDBOX_PORT')
  })
})
