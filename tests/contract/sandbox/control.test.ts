import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Bench, lines, startBench } from './bench.ts'

let bench: Bench
beforeEach(async () => {
  bench = await startBench()
})
afterEach(() => bench.close())

test('time stands still when stepped, moves by what is asked, and never backwards when it runs again', async () => {
  const now = async () => Date.parse(String((await bench.control('health')).now))
  const frozen = await now()
  await bench.control('clock', { advanceMs: 90_000 })
  expect(await now()).toBe(frozen + 90_000)
  await bench.control('clock', { mode: 'real' })
  expect(await now()).toBeGreaterThanOrEqual(frozen + 90_000)
  await bench.control('clock', { mode: 'stepped' })
  const again = await now()
  expect(await now()).toBe(again)
  await expect(bench.control('clock', { advanceMs: -1 })).rejects.toThrow(/400/)
})

test('the ledger can be asked for one service of one cluster', async () => {
  await bench.deploy('api', '2')
  await bench.deploy('web', '2')
  await bench.deploy('api', '3', { cluster: 'demo-staging' })
  const seqs = async (query: string) => {
    const { entries } = await bench.control(`ledger${query}`)
    return Array.isArray(entries) ? entries.map(({ seq }: { seq: number }) => seq) : []
  }
  expect(await seqs('')).toEqual([1, 2, 3, 4, 5, 6])
  expect(await seqs('?service=api')).toEqual([2, 6])
  expect(await seqs('?service=api&cluster=demo')).toEqual([2])
})

test('the ledger keeps what identifies a call and nothing that may be secret', async () => {
  await bench.deploy('api', '2')
  expect(bench.sandbox.ledger()).toMatchObject([
    {
      seq: 1,
      operation: 'RegisterTaskDefinition',
      request: { family: 'api', images: ['registry.example/shipclock-demo/api:2'] },
      effect: 'revision_registered arn:aws:ecs:us-east-1:123456789012:task-definition/api:2',
      answer: 'ok',
      caller: { accessKeyId: 'AKIASHIPCLOCKDEMO', sessionName: null },
    },
    { seq: 2, operation: 'UpdateService', cluster: 'demo', service: 'api', answer: 'ok' },
  ])
  expect(Object.keys(bench.sandbox.ledger()[0]?.request ?? {}).sort()).toEqual(['family', 'images'])
})

test('a seed makes what is missing and takes what CreateService and RegisterTaskDefinition take', async () => {
  const containers = [{ name: 'cart', image: 'shop/cart:1', environment: [{ name: 'A', value: 'b' }] }]
  const cart = { name: 'cart', desiredCount: 4, taskDefinition: { family: 'cart', cpu: '256', containers } }
  const seed = { clusters: [{ name: 'shop', services: [{ ...cart, tags: [{ key: 'a', value: 'b' }] }] }] }
  await bench.control('seed', seed)
  const before = await bench.control('state')
  await bench.control('seed', seed)
  expect(await bench.control('state')).toEqual(before)
  const service = await bench.service('cart', 'shop')
  expect(lines(service)).toEqual(['PRIMARY cart:1 4/0/4 failed 0 COMPLETED'])
  expect(service.tags).toEqual([{ key: 'a', value: 'b' }])
})

test('a seed that AWS would not take is refused', async () => {
  const taskDefinition = { family: 'cart', containers: [{ name: 'cart', image: 'shop/cart:1' }] }
  const services = [{ name: 'cart', taskDefinition, desired: 2 }]
  await expect(bench.control('seed', { clusters: [{ name: 'shop', services }] })).rejects.toThrow(
    /Unknown parameter in input: "desired"/,
  )
})

test('the state shows the services with their rollouts, and no secret', async () => {
  const state = JSON.stringify(await bench.control('state'))
  expect(state).toContain('"phase":"completed"')
  expect(state).not.toContain('shipclock-sandbox-demo-secret-key')
})
