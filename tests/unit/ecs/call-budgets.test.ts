import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type BudgetedAccount, type CallBudgets, createCallBudgets } from '@/lib/ecs/call-budgets'
import { callKind, callLimit } from '@/lib/ecs/call-limits'
import { RolloutPostponed, RolloutUnavailable } from '@/lib/ports/rollout-errors'

const OURS: BudgetedAccount = { id: 'ours', region: 'eu-central-1', endpoint: null }
const THEIRS: BudgetedAccount = { ...OURS, id: 'theirs' }
const LOOK = 'ecs:DescribeServices'
const CHANGE = 'ecs:UpdateService'
const never = new AbortController().signal

let budgets: CallBudgets
beforeEach(() => {
  vi.useFakeTimers()
  budgets = createCallBudgets()
})
afterEach(() => {
  vi.useRealTimers()
})

/** What has become of calls so far, in the order in which it did. */
function callers() {
  const gone: string[] = []
  const postponed: string[] = []
  const call = (name: string, action = LOOK, account = OURS, signal = never) =>
    void budgets.turn(account, action, signal).then(
      () => gone.push(name),
      (error: unknown) => {
        if (!(error instanceof RolloutPostponed)) throw error
        postponed.push(name)
      },
    )
  const calls = (count: number, name: string, action = LOOK, account = OURS) => {
    for (let number = 1; number <= count; number += 1) call(`${name}${number}`, action, account)
  }
  return { gone, postponed, call, calls }
}
const passed = (ms: number) => vi.advanceTimersByTimeAsync(ms)

describe('the calls to one account', () => {
  test('go out at once up to the burst, then one by one as they came', async () => {
    const { gone, calls } = callers()
    calls(23, 'look ')
    await passed(0)
    expect(gone).toHaveLength(20)
    await passed(50)
    expect(gone.at(-1)).toBe('look 21')
    await passed(100)
    expect(gone.slice(-2)).toEqual(['look 22', 'look 23'])
  })

  test('do not overtake those that wait, even where a busy process is late to let them go', async () => {
    const { gone, calls, call } = callers()
    calls(20, 'look ')
    call('waiting')
    await passed(0)
    const now = performance.now()
    const late = vi.spyOn(performance, 'now').mockReturnValue(now + 60)
    call('newcomer')
    await passed(60)
    expect(gone.slice(20)).toEqual(['waiting'])
    late.mockRestore()
  })

  test('are postponed at once where the line is longer than two seconds', async () => {
    const { gone, postponed, calls } = callers()
    calls(100, 'look ')
    await passed(0)
    expect(postponed).toHaveLength(40)
    expect(postponed[0]).toBe('look 61')
    await passed(2_000)
    expect(gone).toHaveLength(60)
  })

  test('that are changes never stand behind looks', async () => {
    const { gone, calls, call } = callers()
    calls(60, 'look ')
    call('change', CHANGE)
    await passed(0)
    expect(gone).toContain('change')
  })

  test('do not hold up those to another account, nor of another region', async () => {
    const { gone, calls, call } = callers()
    calls(60, 'look ')
    call('theirs', LOOK, THEIRS)
    call('elsewhere', LOOK, { ...OURS, region: 'us-east-1' })
    await passed(0)
    expect(gone.slice(-2)).toEqual(['theirs', 'elsewhere'])
  })

  test('leave the line when their time is up, and those behind move up', async () => {
    const { gone, postponed, calls, call } = callers()
    calls(20, 'look ')
    const impatient = new AbortController()
    call('impatient', LOOK, OURS, impatient.signal)
    call('patient')
    await passed(10)
    impatient.abort()
    await passed(40)
    expect(postponed).toEqual(['impatient'])
    expect(gone.at(-1)).toBe('patient')
  })

  test('whose time is up before they come are not sent', async () => {
    const turn = budgets.turn(OURS, LOOK, AbortSignal.abort())
    await expect(turn).rejects.toBeInstanceOf(RolloutUnavailable)
  })

  test('that wait when the account is throttled give up in time, although the line has become slower', async () => {
    const { gone, postponed, calls } = callers()
    calls(55, 'look ')
    await passed(0)
    expect(postponed).toEqual([])
    for (let second = 0; second < 2; second += 1) {
      budgets.throttled(OURS, LOOK)
      await passed(1_000)
    }
    await passed(200)
    expect(gone.length + postponed.length).toBe(55)
    expect(postponed.length).toBeGreaterThan(0)
  })
})

describe('an account that is throttled', () => {
  test('is called half as often, for that kind of call only', async () => {
    budgets.throttled(OURS, LOOK)
    const { gone, calls } = callers()
    calls(10, 'look ')
    calls(10, 'change ', CHANGE)
    calls(10, 'theirs ', LOOK, THEIRS)
    await passed(0)
    expect(gone).toHaveLength(20)
    await passed(1_000)
    expect(gone).toHaveLength(30)
    expect(budgets.lowestShare()).toBe(0.5)
  })

  test('is back at its limit after some quiet seconds', async () => {
    expect(budgets.lowestShare()).toBe(1)
    budgets.throttled(OURS, LOOK)
    await passed(6_000)
    expect(budgets.lowestShare()).toBeCloseTo(0.75)
    await passed(5_000)
    expect(budgets.lowestShare()).toBe(1)
  })
})

describe('several workers', () => {
  test('divide what an account bears, accounts that they know and new ones', async () => {
    const { gone, calls } = callers()
    calls(1, 'first ')
    budgets.shareAmong(4)
    calls(9, 'look ')
    calls(9, 'theirs ', LOOK, THEIRS)
    await passed(0)
    expect(gone.filter((name) => name.startsWith('look'))).toHaveLength(5)
    expect(gone.filter((name) => name.startsWith('theirs'))).toHaveLength(5)
    await passed(200)
    expect(gone.filter((name) => name.startsWith('look'))).toHaveLength(6)
  })

  test('give those that are left what a dead one had', async () => {
    budgets.shareAmong(4)
    const { gone, calls } = callers()
    calls(6, 'look ')
    await passed(0)
    expect(gone).toHaveLength(5)
    budgets.shareAmong(1)
    await passed(50)
    expect(gone).toHaveLength(6)
  })

  test('that have not seen themselves yet count as one', async () => {
    budgets.shareAmong(0)
    const { gone, calls } = callers()
    calls(21, 'look ')
    await passed(0)
    expect(gone).toHaveLength(20)
  })
})

describe('the limits', () => {
  test.each([
    [null, 5],
    ['https://vpce-1.ecs.eu-central-1.vpce.amazonaws.com', 5],
    ['https://ecs.cn-north-1.amazonaws.com.cn', 5],
    ['https://ecs.eu-central-1.api.aws', 5],
    ['http://127.0.0.1:4510', 200],
    ['https://amazonaws.com.example.org', 200],
  ])('of changes at the endpoint %s are %s a second', (endpoint, perSecond) => {
    expect(callLimit(callKind(CHANGE), endpoint).perSecond).toBe(perSecond)
  })

  test('of a call that nobody sorted are those of the least', () => {
    expect(callLimit(callKind('sts:GetCallerIdentity'), null)).toMatchObject({ perSecond: 20, burst: 20 })
  })
})
