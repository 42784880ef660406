import { setTimeout as delay } from 'node:timers/promises'
import type { OrderRecord } from './carry-out-work'
import { openCast } from './cast'
import { check } from './checker/check'
import { collectFacts } from './checker/collect-facts'
import type { Finding } from './checker/facts'
import { readLedger } from './checker/read-ledger'
import type { Client } from './clients/client'
import { patiently } from './clients/patiently'
import { openUseCaseClient } from './clients/use-case-client'
import { countBy } from './count-by'
import type { PlannedOrder } from './plan/work'
import { queryDatabase } from './world/query-database'
import { sandboxControl } from './world/sandbox-control'
import { type Stage, setStage } from './world/stage'

/** What came of a run in which the first answer to each mutating call, for each service, was cut. */
export interface AnswerLostSummary {
  deployments: number
  /** By how they ended; one of ten was to be stopped. */
  ended: Record<string, number>
  /** In ECS's ledger. */
  rollouts: number
  /** Answers that were cut after their call had taken effect, by operation. */
  answers_cut: Record<string, number>
  /** Deployments whose timeline says that the rollout was looked for, found and adopted. */
  adopted: number
  lost: number
  double: number
  false_success: number
  unexplained: number
  wall_s: number
}

export interface AnswerLostOptions {
  deployments: number
  workers: number
}

/** All that changes something on ECS. */
const OPERATIONS = ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'] as const
/** One of so many is stopped in the middle of its rollout. */
const STOPPED_EVERY = 10
const ROLLOUT_SECONDS = 1
/** How long a rollout takes that is to be stopped. */
const STOPPED_SECONDS = 120
/** All are run now once all are there: how fast a machine schedules must not matter. */
const DUE_IN_MS = 12 * 3_600_000
const AT_ONCE = 8
const SETTLE_MS = 60 * 60_000

/**
 * Cuts the answer to every call that registers or rolls out, after it took effect: each must be found out
 * about by looking, and none made twice. Every deployment has a service of its own, due together.
 */
export async function runAnswerLost(
  options: AnswerLostOptions,
  say: (line: string) => void,
): Promise<{ summary: AnswerLostSummary; findings: Finding[]; dataDir: string }> {
  const names = Array.from({ length: options.deployments }, (_, index) => `svc-${index}`)
  const services = names.map((name) => ({ name, breaker: 'rollback' as const }))
  const stage = await setStage({ services, rolloutSeconds: ROLLOUT_SECONDS })
  let keep = true
  try {
    await cutAnswers(stage, names)
    const workers = Array.from({ length: options.workers }, () => ({ clockOffsetMs: 0 }))
    const run = await perform(stage, workers, names, say)
    keep = run.findings.length > 0
    return { ...run, dataDir: stage.dataDir }
  } finally {
    await stage.close(keep)
  }
}

/**
 * Register and update are looked for and not repeated, so that each of their answers can be cut. To stop is
 * asked again: there it is the first answer for each service.
 */
async function cutAnswers({ sandbox }: Stage, services: readonly string[]): Promise<void> {
  for (const operation of ['RegisterTaskDefinition', 'UpdateService']) {
    await sandboxControl(sandbox, 'POST', 'faults', { fault: 'answer_lost', operation, probability: 1 })
  }
  for (const service of services.filter((_, index) => isStopped(index))) {
    const fault = { fault: 'answer_lost', operation: 'StopServiceDeployment', service, count: 1 }
    await sandboxControl(sandbox, 'POST', 'faults', fault)
    const next = { cluster: 'demo', service, outcome: 'slow', seconds: STOPPED_SECONDS }
    await sandboxControl(sandbox, 'POST', 'next', next)
  }
}

function isStopped(index: number): boolean {
  return index % STOPPED_EVERY === 0
}

async function perform(
  stage: Stage,
  workers: { clockOffsetMs: number }[],
  names: readonly string[],
  say: (line: string) => void,
): Promise<{ summary: AnswerLostSummary; findings: Finding[] }> {
  const own = stage.openOwnServices()
  const cast = await openCast(stage, { workers, seed: 1, failpoints: false, web: false })
  const startedAt = Date.now()
  try {
    const client = openUseCaseClient(own, stage.team.deployer)
    const planned = names.map(orderFor)
    say(`${planned.length} deployments; every answer to ${OPERATIONS.join(', ')} is cut.`)
    const until = startedAt + SETTLE_MS
    const orders = await someAtOnce(planned, (order) => ask(client, order, until))
    await Promise.all(
      orders.map(async (record, index) => {
        if (isStopped(index)) await stopOnceKnown(stage, client, record)
      }),
    )
    await untilAllEnded(stage)
    const facts = await collectFacts(stage, own, orders)
    const findings = [...check(facts), ...orders.flatMap(findRefused)]
    return { findings, summary: summaryOf(facts, findings, Date.now() - startedAt) }
  } finally {
    await cast.end()
    await own.close()
  }
}

/** Nothing here is in the way of scheduling: without this a run of which nothing came would look well. */
function findRefused({ order, scheduled }: OrderRecord): Finding[] {
  if (scheduled.kind === 'accepted') return []
  const why = scheduled.kind === 'refused' ? `It was refused: ${scheduled.code}.` : 'It was never answered.'
  return [{ kind: 'unexplained', about: order.key, why }]
}

function orderFor(service: string, index: number): PlannedOrder {
  const image = `registry.example/${service}:${index}-healthy`
  return {
    ...{ key: `answer-lost-${index}`, askAtMs: 0, dueInMs: DUE_IN_MS, action: null },
    root: { service, outcome: 'healthy', image, dependencies: [] },
  }
}

/** Scheduled for much later, and then made due. */
async function ask(client: Client, order: PlannedOrder, until: number): Promise<OrderRecord> {
  const dueAt = new Date(Date.now() + order.dueInMs)
  const scheduled = await patiently(() => client.schedule(order, dueAt), until)
  const id = idOf(scheduled)
  if (id !== null) await patiently(() => client.runNow(id), until)
  return { order, dueAt, scheduled, action: null }
}

/** ECS can be asked to stop a rollout from when its service deployment is known; before, Shipclock goes back itself. */
async function stopOnceKnown({ postgres }: Stage, client: Client, record: OrderRecord): Promise<void> {
  const id = idOf(record.scheduled)
  const end = Date.now() + SETTLE_MS
  const text = `SELECT 1 FROM runs WHERE deployment_id = $1 AND record ->> 'serviceDeploymentArn' IS NOT NULL`
  if (id === null) return
  while (Date.now() < end && (await queryDatabase(postgres.url, text, [id])).length === 0) await delay(2_000)
  const answer = await patiently(() => client.cancel(id, true), end)
  record.action = { kind: 'stop', answer, movedTo: null }
}

function idOf(scheduled: OrderRecord['scheduled']): string | null {
  return scheduled.kind === 'accepted' ? (scheduled.value.ids[0] ?? null) : null
}

async function someAtOnce<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = []
  for (let index = 0; index < items.length; index += AT_ONCE) {
    results.push(...(await Promise.all(items.slice(index, index + AT_ONCE).map(work))))
  }
  return results
}

async function untilAllEnded({ postgres }: Stage): Promise<void> {
  const end = Date.now() + SETTLE_MS
  const text = 'SELECT count(*)::int AS count FROM deployments WHERE finished_at IS NULL'
  while (Date.now() < end) {
    const [row] = await queryDatabase<{ count: number }>(postgres.url, text)
    if (row?.count === 0) return
    await delay(1_000)
  }
}

function summaryOf(
  { deployments, ledger }: Awaited<ReturnType<typeof collectFacts>>,
  findings: readonly Finding[],
  wallMs: number,
): AnswerLostSummary {
  const of = (kind: Finding['kind']) => findings.filter((finding) => finding.kind === kind).length
  const cut = ledger.filter(({ answer, effect }) => answer === 'answer_lost' && effect !== 'none')
  const adopted = deployments.filter(({ timeline }) =>
    timeline.some(({ event }) => event === 'run.rollout_adopted'),
  )
  return {
    deployments: deployments.length,
    ended: countBy(deployments.map(({ status }) => status)),
    rollouts: readLedger(ledger).rollouts.length,
    answers_cut: Object.fromEntries(
      OPERATIONS.map((name) => [name, cut.filter(({ operation }) => operation === name).length]),
    ),
    adopted: adopted.length,
    lost: of('lost'),
    double: of('double'),
    false_success: of('false_success'),
    unexplained: of('unexplained'),
    wall_s: Math.round(wallMs / 1_000),
  }
}
