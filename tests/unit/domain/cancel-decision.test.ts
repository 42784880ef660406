import { describe, expect, it } from 'vitest'
import { decideCancel, JUST_STARTED_SECONDS } from '@/lib/domain/cancel-decision'
import { ENDED_STATUSES, PENDING_STATUSES } from '@/lib/domain/deployment-status'

const STARTED = new Date('2026-03-03T20:00:00Z')

function cancelRunning(seconds: number, stopRunning = false, cancelRequestedAt: Date | null = null) {
  const now = new Date(STARTED.getTime() + seconds * 1000)
  return decideCancel({ now, status: 'running', startedAt: STARTED, cancelRequestedAt }, { stopRunning })
}

describe('cancelling', () => {
  it.each(PENDING_STATUSES)('what is %s drops it', (status) => {
    for (const stopRunning of [false, true]) {
      const facts = { now: STARTED, status, startedAt: null, cancelRequestedAt: null }
      expect(decideCancel(facts, { stopRunning })).toEqual({ ok: true, value: { kind: 'cancel' } })
    }
  })

  it.each(ENDED_STATUSES)('what has %s is refused', (status) => {
    for (const stopRunning of [false, true]) {
      const facts = { now: STARTED, status, startedAt: STARTED, cancelRequestedAt: null }
      expect(decideCancel(facts, { stopRunning })).toEqual({
        ok: false,
        refusal: { kind: 'already_finished', status },
      })
    }
  })

  it('what has just begun is answered "too late" rather than rolled back unasked', () => {
    const tooLate = { ok: false, refusal: { kind: 'too_late', startedAt: STARTED } }
    expect(cancelRunning(0)).toEqual(tooLate)
    expect(cancelRunning(JUST_STARTED_SECONDS)).toEqual(tooLate)
    // A web server whose clock is behind the database's.
    expect(cancelRunning(-2)).toEqual(tooLate)
  })

  it('what has run for longer is stopped', () => {
    expect(cancelRunning(JUST_STARTED_SECONDS + 0.001)).toEqual({ ok: true, value: { kind: 'stop' } })
  })

  it('whoever says that they mean to stop it is never too late, and may say so again', () => {
    expect(cancelRunning(0, true)).toEqual({ ok: true, value: { kind: 'stop' } })
    expect(cancelRunning(0.5, true, STARTED)).toEqual({ ok: true, value: { kind: 'stop' } })
    expect(cancelRunning(1, false, STARTED)).toEqual({ ok: true, value: { kind: 'stop' } })
  })
})
