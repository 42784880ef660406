import { describe, expect, test } from 'vitest'
import { aroundDatabase } from '@/lib/failpoints/around-database'
import { aroundHandler } from '@/lib/failpoints/around-handler'
import { aroundRollouts } from '@/lib/failpoints/around-rollouts'
import { FAILPOINTS, type Failpoint } from '@/lib/failpoints/failpoint'
import { FailpointStruck, openFailpoints } from '@/lib/failpoints/failpoints'
import { parseFailpoints } from '@/lib/failpoints/parse-failpoints'
import type { Rollouts } from '@/lib/ports/rollouts'
import type { Database } from '@/lib/postgres/database'
import type { TakenWakeUp } from '@/lib/queue/due-wake-ups'
import type { WakeUp } from '@/lib/queue/wake-up'

function planOf(text: string) {
  const parsed = parseFailpoints(text)
  if (!parsed.ok) throw new Error(parsed.refusal.message)
  return parsed.value
}

/** At which of the first `turns` turns an armed failpoint strikes. */
async function strikesOf(text: string, turns: number): Promise<number[]> {
  let turn = 0
  const struck: number[] = []
  const { reach } = openFailpoints(planOf(text), async () => void struck.push(turn))
  for (turn = 1; turn <= turns; turn += 1) await reach('commit.team.after')
  return struck
}

describe('an armed failpoint', () => {
  test('strikes at its turn and never again', async () => {
    expect(await strikesOf('commit.team.after=kill#3', 10)).toEqual([3])
  })

  test('strikes by its chance, at the same turns for the same seed', async () => {
    const first = await strikesOf('seed=5;commit.team.after=kill:0.3', 1_000)
    expect(await strikesOf('seed=5;commit.team.after=kill:0.3', 1_000)).toEqual(first)
    expect(await strikesOf('seed=6;commit.team.after=kill:0.3', 1_000)).not.toEqual(first)
    expect(first.length).toBeGreaterThan(200)
    expect(first.length).toBeLessThan(400)
  })

  test('lets the others pass', async () => {
    expect(await strikesOf('commit.team.before=kill', 5)).toEqual([])
  })

  test('throws what is no error of the platform or the database', async () => {
    const { reach } = openFailpoints(planOf('commit.team.after=throw'))
    await expect(reach('commit.team.after')).rejects.toThrow(FailpointStruck)
  })
})

const WAKE_UPS = [
  { kind: 'deployment', teamId: 't', deploymentId: 'd' },
  { kind: 'run', teamId: 't', runId: 'r', number: 1 },
  { kind: 'cloud_account', teamId: 't', cloudAccountId: 'c' },
  { kind: 'schedule', teamId: 't', scheduleId: 's' },
] as const satisfies WakeUp[]
const taken = (wakeUp: WakeUp): TakenWakeUp => ({
  ...{ id: 'w', wakeUp, failures: 0, losses: 0 },
  ...{ dueAt: new Date(0), dueInMs: 0 },
})

describe('the decorators', () => {
  /** What happened, in order: failpoints by name, work in capitals. */
  const seen: string[] = []
  const everywhere = { reach: async (name: Failpoint) => void seen.push(name) }
  const done = (what: string) => async () => void seen.push(what)

  test('together reach every failpoint of the list, before and after what they surround', async () => {
    const transaction = async (work: (open: never) => Promise<unknown>) => {
      const value = await work(undefined as never)
      seen.push('COMMIT')
      return value
    }
    const database = aroundDatabase(
      {
        asTeam: (_team: unknown, work: never) => transaction(work),
        asSystem: transaction,
      } as unknown as Database,
      everywhere,
    )
    const rollouts = aroundRollouts(
      {
        registerRevision: done('REGISTER'),
        startRollout: done('START'),
        stopRollout: done('STOP'),
      } as unknown as Rollouts,
      everywhere,
    )
    await database.asTeam('team' as never, done('WORK'))
    await database.asSystem(done('WORK'))
    await rollouts.registerRevision({} as never, {} as never)
    await rollouts.startRollout({} as never, {} as never)
    await rollouts.stopRollout({} as never, {} as never)
    for (const wakeUp of WAKE_UPS) await aroundHandler(done('WAKE'), everywhere)([taken(wakeUp)])
    expect(seen).toEqual([
      ...['WORK', 'commit.team.before', 'COMMIT', 'commit.team.after'],
      ...['WORK', 'commit.system.before', 'COMMIT', 'commit.system.after'],
      ...['rollouts.registerRevision.before', 'REGISTER', 'rollouts.registerRevision.after'],
      ...['rollouts.startRollout.before', 'START', 'rollouts.startRollout.after'],
      ...['rollouts.stopRollout.before', 'STOP', 'rollouts.stopRollout.after'],
      ...['wakeUp.deployment.before', 'WAKE', 'wakeUp.deployment.after'],
      ...['wakeUp.run.before', 'WAKE', 'wakeUp.run.after'],
      ...['wakeUp.cloud_account.before', 'WAKE', 'wakeUp.cloud_account.after'],
      ...['wakeUp.schedule.before', 'WAKE', 'wakeUp.schedule.after'],
    ])
    expect(FAILPOINTS.filter((name) => !seen.includes(name))).toEqual([])
  })

  test('hand through what is answered, and what a failed call throws without an after', async () => {
    seen.length = 0
    const answering = { stopRollout: async () => true } as unknown as Rollouts
    expect(await aroundRollouts(answering, everywhere).stopRollout({} as never, {} as never)).toBe(true)
    const failing = aroundHandler(() => Promise.reject(new Error('no')), everywhere)
    await expect(failing([taken(WAKE_UPS[1])])).rejects.toThrow('no')
    expect(seen).toEqual([
      ...['rollouts.stopRollout.before', 'rollouts.stopRollout.after', 'wakeUp.run.before'],
    ])
  })
})
