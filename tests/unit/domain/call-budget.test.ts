import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  atInstant,
  type CallBudget,
  type CallLimit,
  dividedLimit,
  freshBudget,
  slowedDown,
  takeCall,
  waitMs,
} from '@/lib/domain/call-budget'

const TWENTY: CallLimit = { perSecond: 20, burst: 20, leastPerSecond: 0.5 }

/** Takes as many as there are at one instant. */
function takeAll(budget: CallBudget, limit: CallLimit, now: number): { count: number; budget: CallBudget } {
  for (let count = 0, left = budget; ; count += 1) {
    const next = takeCall(left, limit, now)
    left = next.budget
    if (!next.taken) return { count, budget: left }
  }
}

/** A budget that was asked to slow down `times` times, a second apart from 0 on. */
function cut(times: number, limit = TWENTY): CallBudget {
  let budget = freshBudget(limit, 0)
  for (let time = 0; time < times; time += 1) budget = slowedDown(budget, limit, time * 1_000)
  return budget
}

describe('a budget that nobody restrains', () => {
  test('gives its burst at once, and then its rate', () => {
    const first = takeAll(freshBudget(TWENTY, 0), TWENTY, 0)
    expect(first.count).toBe(20)
    expect(waitMs(first.budget, TWENTY)).toBeCloseTo(50)
    expect(takeAll(first.budget, TWENTY, 49).count).toBe(0)
    expect(takeAll(first.budget, TWENTY, 50).count).toBe(1)
    expect(takeAll(first.budget, TWENTY, 500).count).toBe(10)
  })

  test('saves up no more than its burst', () => {
    const { budget } = takeAll(freshBudget(TWENTY, 0), TWENTY, 0)
    expect(takeAll(budget, TWENTY, 3_600_000).count).toBe(20)
  })

  test('tells how long a place in the line is away', () => {
    const { budget } = takeAll(freshBudget(TWENTY, 0), TWENTY, 0)
    expect(waitMs(budget, TWENTY, 10)).toBeCloseTo(500)
    expect(waitMs(freshBudget(TWENTY, 0), TWENTY)).toBe(0)
  })
})

describe('a budget whose platform throttles', () => {
  test('is halved, and what was saved up is gone', () => {
    const budget = cut(1)
    expect(budget.share).toBe(0.5)
    expect(takeAll(budget, TWENTY, 0).count).toBe(0)
    expect(waitMs(budget, TWENTY)).toBeCloseTo(100)
  })

  test('is halved once a second at the most, however many answers say so', () => {
    let budget = freshBudget(TWENTY, 0)
    for (let now = 0; now < 1_000; now += 50) budget = slowedDown(budget, TWENTY, now)
    expect(budget.share).toBe(0.5)
    expect(slowedDown(budget, TWENTY, 1_000).share).toBe(0.25)
  })

  test('keeps half a call a second', () => {
    const budget = cut(20)
    expect(budget.share * TWENTY.perSecond).toBeCloseTo(0.5)
    expect(waitMs(budget, TWENTY)).toBeCloseTo(2_000)
  })

  test('never shrinks below a limit that is small already', () => {
    expect(cut(20, { perSecond: 0.4, burst: 5, leastPerSecond: 0.5 }).share).toBe(1)
  })

  test('grows by one call a second for each quiet second, up to the limit', () => {
    const budget = cut(1)
    const rates = [1_000, 2_000, 6_000, 11_000, 60_000].map(
      (now) => atInstant(budget, TWENTY, now).share * TWENTY.perSecond,
    )
    expect(rates.map((rate) => Math.round(rate * 1_000) / 1_000)).toEqual([10, 11, 15, 20, 20])
  })

  test('earns by the rate that it had, not by the one that it has grown to', () => {
    const { budget } = takeAll(cut(1), TWENTY, 1_000)
    expect(atInstant(budget, TWENTY, 1_800).tokens).toBeCloseTo(8)
  })

  test('bursts less while it is restrained', () => {
    expect(takeAll(cut(1), TWENTY, 3_000).count).toBe(12)
  })
})

describe('a limit that several workers share', () => {
  test('is divided, rate, burst and least alike', () => {
    expect(dividedLimit(TWENTY, 4)).toEqual({ perSecond: 5, burst: 5, leastPerSecond: 0.125 })
  })

  test('leaves each a call at a time, however many they are', () => {
    const limit = dividedLimit({ perSecond: 1, burst: 2, leastPerSecond: 0.5 }, 50)
    expect(takeAll(freshBudget(limit, 0), limit, 0).count).toBe(1)
  })
})

const limits = fc.record({
  perSecond: fc.double({ min: 0.25, max: 300, noNaN: true }),
  burst: fc.double({ min: 1, max: 300, noNaN: true }),
  leastPerSecond: fc.double({ min: 0.1, max: 2, noNaN: true }),
})
/** Pauses before each attempt, and whether the platform throttles it. */
const histories = fc.array(
  fc.record({ pauseMs: fc.double({ min: 0, max: 3_000, noNaN: true }), throttled: fc.boolean() }),
  { maxLength: 200 },
)

interface Told {
  sentAt: number[]
  cuts: { at: number; share: number }[]
  budget: CallBudget
  endedAt: number
}

function tell(limit: CallLimit, history: { pauseMs: number; throttled: boolean }[]): Told {
  const told: Told = { sentAt: [], cuts: [], budget: freshBudget(limit, 0), endedAt: 0 }
  for (const { pauseMs, throttled } of history) {
    told.endedAt += pauseMs
    const { taken, budget } = takeCall(told.budget, limit, told.endedAt)
    told.budget = budget
    if (!taken) continue
    told.sentAt.push(told.endedAt)
    if (!throttled) continue
    told.budget = slowedDown(budget, limit, told.endedAt)
    if (told.budget.cutAt === told.endedAt) told.cuts.push({ at: told.endedAt, share: told.budget.share })
  }
  return told
}

describe('whatever happens', () => {
  test('no window of time sees more calls than the burst and the rate allow', () => {
    fc.assert(
      fc.property(limits, histories, (limit, history) => {
        const { sentAt } = tell(limit, history)
        for (const [first, from] of sentAt.entries()) {
          for (const [offset, to] of sentAt.slice(first).entries()) {
            const most = limit.burst + ((to - from) / 1_000) * limit.perSecond
            expect(offset + 1).toBeLessThanOrEqual(most + 0.001)
          }
        }
      }),
    )
  })

  test('in the second after a cut no more go out than the cut left', () => {
    fc.assert(
      fc.property(limits, histories, (limit, history) => {
        const { sentAt, cuts } = tell(limit, history)
        for (const { at, share } of cuts) {
          const after = sentAt.filter((sent) => sent > at && sent <= at + 1_000)
          expect(after.length).toBeLessThanOrEqual(share * limit.perSecond + 0.001)
        }
      }),
    )
  })

  test('twenty-one quiet seconds bring all of it back', () => {
    fc.assert(
      fc.property(limits, histories, (limit, history) => {
        const { budget, endedAt } = tell(limit, history)
        const rested = atInstant(budget, limit, endedAt + 21_000)
        expect(rested.share).toBe(1)
        expect(budget.share).toBeGreaterThanOrEqual(Math.min(1, limit.leastPerSecond / limit.perSecond))
      }),
    )
  })

  test('who waits as long as was said gets a call', () => {
    fc.assert(
      fc.property(limits, histories, (limit, history) => {
        const { budget, endedAt } = tell(limit, history)
        expect(takeCall(budget, limit, endedAt + waitMs(budget, limit) + 0.001).taken).toBe(true)
      }),
    )
  })

  test('a clock that stands still or goes back gives nothing away', () => {
    const { budget } = takeAll(freshBudget(TWENTY, 1_000), TWENTY, 1_000)
    expect(takeCall(budget, TWENTY, 500).taken).toBe(false)
    expect(takeCall(atInstant(budget, TWENTY, 0), TWENTY, 1_000).taken).toBe(false)
  })
})
