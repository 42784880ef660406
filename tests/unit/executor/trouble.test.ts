import { describe, expect, test } from 'vitest'
import { EMPTY_RUN_RECORD, type RunRecord } from '@/lib/domain/run-record'
import { next } from '@/lib/executor/step'
import { afterTrouble } from '@/lib/executor/trouble'
import {
  RolloutPostponed,
  RolloutRejected,
  RolloutUnavailable,
  RolloutUnknown,
} from '@/lib/ports/rollout-errors'
import type { Run } from '@/lib/postgres/runs'

const startedAt = new Date('2027-03-10T15:00:00Z')
const minutesLater = (minutes: number) => new Date(startedAt.getTime() + minutes * 60_000)

function run(step: Run['step'], record: Partial<RunRecord> = {}): Run {
  return {
    ...{ id: 'r', deploymentId: 'd', attempt: 1, step, fence: 1, wakeUp: 1, startedAt },
    ...{ cancelRequestedAt: null, cancelRequestedBy: null },
    record: { ...EMPTY_RUN_RECORD, ...record },
  }
}
const sent = { updateIntentAt: minutesLater(0) }

describe('a step that could not be carried out', () => {
  test.each(['snapshot', 'register'] as const)('%s: a refusal ends the run with its words', (step) => {
    const result = afterTrouble(
      run(step),
      EMPTY_RUN_RECORD,
      new RolloutRejected('No such service.'),
      startedAt,
    )
    expect(result).toMatchObject({ kind: 'finish', outcome: 'failed', reason: 'No such service.' })
  })

  test('a refusal of the first call that starts the rollout ends the run: none is under way', () => {
    const record = { ...EMPTY_RUN_RECORD, ...sent }
    const result = afterTrouble(run('update'), record, new RolloutRejected('Not allowed.'), startedAt)
    expect(result).toMatchObject({ kind: 'finish', outcome: 'failed' })
  })

  test('a refusal after an earlier call without an answer does not: that one may have started it', () => {
    const begun = run('update', sent)
    const result = afterTrouble(begun, begun.record, new RolloutRejected('Not allowed.'), minutesLater(1))
    expect(result).toMatchObject({ kind: 'next', step: 'update' })
  })

  test('a refusal while watching changes nothing and looks again', () => {
    const begun = run('watch', sent)
    const result = afterTrouble(begun, begun.record, new RolloutRejected('Not allowed.'), minutesLater(1))
    expect(result).toMatchObject({ kind: 'next', step: 'watch', record: { trouble: { count: 1 } } })
  })

  test('what is unavailable is tried again, less and less often', () => {
    let begun = run('snapshot')
    const pauses: number[] = []
    for (let attempt = 0; attempt < 7; attempt += 1) {
      const result = afterTrouble(begun, begun.record, new RolloutUnavailable('Throttled.'), startedAt)
      if (result.kind !== 'next') throw new Error('given up')
      pauses.push(result.afterMs)
      begun = run('snapshot', result.record)
    }
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000])
  })

  test('an answer that got lost leads back to the step, with the intent kept', () => {
    const record = { ...EMPTY_RUN_RECORD, ...sent }
    const result = afterTrouble(run('update'), record, new RolloutUnknown('No answer.'), startedAt)
    expect(result).toMatchObject({ kind: 'next', step: 'update', record: sent })
  })

  test('a call that certainly was not carried out leaves no intent to look for', () => {
    const written = { ...EMPTY_RUN_RECORD, ...sent }
    const result = afterTrouble(run('update'), written, new RolloutUnavailable('Throttled.'), startedAt)
    expect(result).toMatchObject({ step: 'update', record: { updateIntentAt: null, trouble: { count: 1 } } })
  })

  test('an earlier call without an answer is not forgotten over one that was not carried out', () => {
    const begun = run('update', sent)
    const written = { ...begun.record, updateIntentAt: minutesLater(1) }
    const result = afterTrouble(begun, written, new RolloutUnavailable('Throttled.'), minutesLater(1))
    expect(result).toMatchObject({ record: sent })
  })

  const inTrouble = { trouble: { count: 9, message: 'Away.', since: startedAt } }
  test.each([
    ['before anything was sent, after so long a time in trouble', inTrouble, 30, false],
    ['before anything was sent, after that', inTrouble, 31, true],
    ['when no worker was up until now and this is the first trouble', {}, 300, false],
    ['with a rollout that may be under way, after as long again', sent, 60, false],
    ['with a rollout that may be under way, after that', sent, 61, true],
  ])('it is given up, or not: %s', (_, record, minutes, givenUp) => {
    const begun = run('watch', record)
    const result = afterTrouble(begun, begun.record, new RolloutUnavailable('Away.'), minutesLater(minutes))
    expect(result.kind).toBe(givenUp ? 'finish' : 'next')
    if (result.kind === 'finish') expect(result.outcome).toBe('failed')
  })

  test('a long line of calls is waited in, however long, and is no trouble', () => {
    let begun = run('watch', sent)
    const pauses: number[] = []
    for (let attempt = 0; attempt < 7; attempt += 1) {
      const error = new RolloutPostponed('Too many calls.')
      const result = afterTrouble(begun, begun.record, error, minutesLater(1_000))
      if (result.kind !== 'next') throw new Error('given up')
      expect(result.entries).toMatchObject([{ event: 'run.postponed', message: 'Too many calls.' }])
      expect(result.record).toMatchObject({ ...sent, trouble: null, postponed: attempt + 1 })
      pauses.push(result.afterMs)
      begun = run('watch', result.record)
    }
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000])
  })

  test('a call that is postponed was not sent: nothing was announced', () => {
    const written = { ...EMPTY_RUN_RECORD, ...sent }
    const result = afterTrouble(run('update'), written, new RolloutPostponed('Too many calls.'), startedAt)
    expect(result).toMatchObject({ step: 'update', record: { updateIntentAt: null } })
  })

  test('once it is carried out, the next step begins without its history', () => {
    const trouble = { count: 6, message: 'Throttled.', since: startedAt }
    const result = next('register', { ...EMPTY_RUN_RECORD, trouble, postponed: 6 })
    expect(result).toMatchObject({ record: { trouble: null, postponed: 0 } })
  })

  test('anything else thrown is a defect and stays one', () => {
    const defect = new TypeError('x is undefined')
    expect(() => afterTrouble(run('watch'), EMPTY_RUN_RECORD, defect, startedAt)).toThrow(defect)
  })
})
