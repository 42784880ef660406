import { NextRequest } from 'next/server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { GET as getHealth } from '@/app/api/health/route'
import { GET as getMetrics } from '@/app/api/metrics/route'
import { services } from '@/app/services'
import { countEcsCall, flushMetrics, observeJob, observeLateness } from '@/lib/metrics'
import { type ApiUnderTest, nextYearAt, openApiUnderTest } from './api-under-test'

let api: ApiUnderTest
beforeAll(async () => {
  api = await openApiUnderTest()
})
afterAll(() => api.close())

const get = (path: string, token?: string) =>
  new NextRequest(`http://localhost:3000${path}`, {
    headers: token ? { authorization: `Bearer ${token}` } : {},
  })

async function health() {
  const response = await getHealth(get('/api/health'))
  return { status: response.status, body: await response.json() }
}

async function metrics(token?: string) {
  const response = await getMetrics(get('/api/metrics', token))
  return { status: response.status, text: await response.text() }
}

const workerSeen = (ago: string) =>
  api.sql(
    `INSERT INTO worker_processes VALUES ('w', 'host', now(), now() - $1::interval)
     ON CONFLICT (id) DO UPDATE SET last_seen_at = excluded.last_seen_at`,
    [ago],
  )

test('health is 503 until a worker lives, and again when it is silent for 15 s', async () => {
  expect(await health()).toEqual({
    status: 503,
    body: {
      ...{ status: 'degraded', database: 'ok', oldest_overdue_ms: null },
      detail: 'No worker is alive: nothing starts until one is.',
      worker: { alive: false, last_seen_at: null },
    },
  })
  await workerSeen('5 seconds')
  expect(await health()).toMatchObject({ status: 200, body: { status: 'ok', worker: { alive: true } } })
  await workerSeen('16 seconds')
  expect(await health()).toMatchObject({
    status: 503,
    body: { status: 'degraded', worker: { alive: false } },
  })
})

test('health tells how long the oldest deployment has waited for a worker', async () => {
  const body = { app: 'worker', at: nextYearAt('10:00:00Z') }
  const { body: made } = await api.call('POST', '/scheduled_deployments', { body })
  await api.sql(`UPDATE deployments SET due_at = now() - interval '1 minute' WHERE id = $1`, [made.result.id])
  const overdueMs = (await health()).body.oldest_overdue_ms
  expect(overdueMs).toBeGreaterThanOrEqual(60_000)
  expect(overdueMs).toBeLessThan(120_000)

  const { text } = await metrics('a metrics token for this test')
  expect(text).toContain('shipclock_deployments_overdue 1')
  expect(text).toContain('shipclock_deployments_due 1')
  expect(text).toContain('shipclock_deployments{status="scheduled"} 1')
  await api.sql(`UPDATE deployments SET status = 'held' WHERE id = $1`, [made.result.id])
  expect((await health()).body.oldest_overdue_ms).toBeNull()
  expect((await metrics('a metrics token for this test')).text).toContain('shipclock_deployments_due 1')
})

test('what workers count reaches Prometheus once, however often and by however many it is handed in', async () => {
  countEcsCall('UpdateService', 'ok')
  countEcsCall('UpdateService', 'throttled')
  observeJob('run', 40)
  observeLateness(7)
  await flushMetrics(services().database)
  await flushMetrics(services().database)
  countEcsCall('UpdateService', 'ok')
  await flushMetrics(services().database)
  // Another worker, of which only the totals know.
  await api.sql(`UPDATE metric_totals SET value = value + 10 WHERE labels LIKE '%"ok"%'`)

  const { text } = await metrics('a metrics token for this test')
  const lines = text.split('\n')
  expect(lines).toContain('shipclock_ecs_calls_total{operation="UpdateService",result="ok"} 12')
  expect(lines).toContain('shipclock_ecs_calls_total{operation="UpdateService",result="throttled"} 1')
  expect(lines).toContain('# TYPE shipclock_deployment_lateness_seconds histogram')
  const buckets = lines.filter((line) => line.startsWith('shipclock_deployment_lateness_seconds_bucket'))
  expect(buckets.slice(0, 2)).toEqual([
    'shipclock_deployment_lateness_seconds_bucket{le="0.005"} 0',
    'shipclock_deployment_lateness_seconds_bucket{le="0.01"} 1',
  ])
  expect(buckets.at(-1)).toBe('shipclock_deployment_lateness_seconds_bucket{le="+Inf"} 1')
  expect(lines).toContain('shipclock_deployment_lateness_seconds_count 1')
  expect(lines).toContain('shipclock_job_duration_seconds_count{kind="run"} 1')
})

test('metrics are for the metrics token and for admins', async () => {
  expect((await metrics()).status).toBe(401)
  expect((await metrics('another token of some length')).status).toBe(401)
  expect((await metrics(api.tokens.deployer)).status).toBe(403)
  expect((await metrics(api.tokens.admin)).status).toBe(200)
})
