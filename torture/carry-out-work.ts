import { setTimeout as delay } from 'node:timers/promises'
import type { RunningSandbox } from '@/sandbox/ecs/server'
import type { Client } from '@/torture/clients/client'
import { type Answer, patiently } from '@/torture/clients/patiently'
import type { Pace } from '@/torture/pace'
import type { PlannedAction, PlannedNode, PlannedOrder } from '@/torture/plan/work'
import { sandboxControl } from '@/torture/world/sandbox-control'

/** What somebody asked for, and what they were answered. */
export interface OrderRecord {
  order: PlannedOrder
  dueAt: Date
  scheduled: Answer<{ ids: string[] }>
  /** Null: nothing further was planned, or nothing had been scheduled. */
  action: ActionRecord | null
}

export interface ActionRecord {
  kind: PlannedAction['kind']
  answer: Answer<unknown>
  /** Where the deployment was to be moved to. */
  movedTo: Date | null
}

export interface WorkOptions {
  client: Client
  sandbox: RunningSandbox
  pace: Pace
  /** When a client gives up asking, epoch milliseconds. */
  until: () => number
}

/** Everybody asks for what they want when they want it, independently of each other. */
export async function carryOutWork(
  orders: readonly PlannedOrder[],
  options: WorkOptions,
): Promise<OrderRecord[]> {
  const records = await Promise.all(orders.map((order) => carryOutOrder(order, options)))
  return records.flat()
}

/** Whoever learns only after an outage that the time has passed asks again, for another deployment. */
async function carryOutOrder(planned: PlannedOrder, options: WorkOptions): Promise<OrderRecord[]> {
  await options.pace.at(planned.askAtMs)
  const records: OrderRecord[] = []
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const record = await carryOutOnce(attempt === 0 ? planned : again(planned, attempt), options)
    records.push(record)
    const { scheduled } = record
    const cameTooLate = scheduled.kind === 'refused' && /_in_past$/.test(scheduled.code)
    if (!cameTooLate || Date.now() > options.until()) break
  }
  return records
}

const MOST_ATTEMPTS = 10

function again(order: PlannedOrder, attempt: number): PlannedOrder {
  const renamed = (node: PlannedNode): PlannedNode => ({
    ...node,
    image: `${node.image}-again${attempt}`,
    dependencies: node.dependencies.map(renamed),
  })
  return { ...order, key: `${order.key}-again${attempt}`, root: renamed(order.root) }
}

async function carryOutOnce(order: PlannedOrder, options: WorkOptions): Promise<OrderRecord> {
  await orderOvertaking(options.sandbox, order.root)
  const dueAt = new Date(Date.now() + order.dueInMs)
  const scheduled = await patiently(() => options.client.schedule(order, dueAt), options.until())
  const id = scheduled.kind === 'accepted' ? scheduled.value.ids[0] : undefined
  if (order.action === null || id === undefined) return { order, dueAt, scheduled, action: null }
  await at(dueAt.getTime() + order.action.afterMs)
  return { order, dueAt, scheduled, action: await act(id, dueAt, order.action, options) }
}

async function act(
  id: string,
  dueAt: Date,
  action: PlannedAction,
  { client, until }: WorkOptions,
): Promise<ActionRecord> {
  const { kind } = action
  switch (kind) {
    case 'cancel':
    case 'stop':
      return {
        kind,
        answer: await patiently(() => client.cancel(id, kind === 'stop'), until()),
        movedTo: null,
      }
    case 'run_now':
      return { kind, answer: await patiently(() => client.runNow(id), until()), movedTo: null }
    case 'move': {
      const movedTo = new Date(dueAt.getTime() + action.byMs)
      return { kind, answer: await patiently(() => client.move(id, movedTo), until()), movedTo }
    }
  }
}

/** Tells the sandbox whose rollouts somebody else will overtake. */
async function orderOvertaking(sandbox: RunningSandbox, node: PlannedNode): Promise<void> {
  if (node.outcome === 'superseded') {
    const next = { cluster: 'demo', service: node.service, outcome: 'superseded' }
    await sandboxControl(sandbox, 'POST', 'next', next)
  }
  for (const dependency of node.dependencies) await orderOvertaking(sandbox, dependency)
}

/** Until an instant, epoch milliseconds; at once when it has passed. */
async function at(instant: number): Promise<void> {
  const left = instant - Date.now()
  if (left > 0) await delay(left)
}
