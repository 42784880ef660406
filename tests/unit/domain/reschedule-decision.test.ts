import { describe, expect, it } from 'vitest'
import { DEPLOYMENT_STATUSES, type DeploymentStatus } from '@/lib/domain/deployment-status'
import { decideReschedule, type MadeWith, type RescheduleFacts } from '@/lib/domain/reschedule-decision'

const NOW = new Date('2026-03-03T17:00:00Z')
const TO = { kind: 'local', local: '2026-03-04T09:00', timezone: 'Europe/Berlin', overlap: null } as const

function facts(status: DeploymentStatus, over: Partial<RescheduleFacts> = {}): RescheduleFacts {
  return {
    now: NOW,
    deployment: {
      id: 'd-web',
      label: 'Web in production',
      status,
      dueAt: new Date('2026-03-03T20:00:00Z'),
      timezone: 'America/New_York',
      startDeadlineMinutes: 60,
    },
    madeWith: [],
    dependents: [],
    ...over,
  }
}

function api(status: DeploymentStatus, leadMinutes = 15): MadeWith {
  return { id: 'd-api', label: 'API in production', status, leadMinutes }
}

describe('decideReschedule', () => {
  it('moves the deployment to another time, in another zone if so asked', () => {
    expect(decideReschedule(facts('scheduled'), { due: TO })).toEqual({
      ok: true,
      value: [
        {
          id: 'd-web',
          localTime: '2026-03-04T09:00',
          timezone: 'Europe/Berlin',
          overlap: null,
          dueAt: new Date('2026-03-04T08:00:00Z'),
          startDeadlineAt: new Date('2026-03-04T09:00:00Z'),
        },
      ],
    })
  })

  it('can change the start deadline with it', () => {
    expect(decideReschedule(facts('scheduled'), { due: TO, startDeadlineMinutes: 5 })).toMatchObject({
      value: [{ startDeadlineAt: new Date('2026-03-04T08:05:00Z') }],
    })
  })

  it.each(DEPLOYMENT_STATUSES)('of %s says whether it can be moved', (status) => {
    const result = decideReschedule(facts(status), { due: TO })
    switch (status) {
      case 'running':
        return expect(result).toEqual({ ok: false, refusal: { kind: 'too_late', status } })
      case 'succeeded':
      case 'failed':
      case 'rolled_back':
      case 'cancelled':
        return expect(result).toEqual({ ok: false, refusal: { kind: 'already_finished', status } })
      default:
        return expect(result.ok).toBe(true)
    }
  })

  it.each(['scheduled', 'awaiting_approval', 'waiting', 'held', 'missed', 'skipped'] as const)(
    'a dependency made with it that is %s moves along',
    (status) => {
      expect(decideReschedule(facts('skipped', { madeWith: [api(status)] }), { due: TO })).toMatchObject({
        value: [
          { id: 'd-web', dueAt: new Date('2026-03-04T08:00:00Z') },
          {
            id: 'd-api',
            localTime: '2026-03-04T08:45',
            dueAt: new Date('2026-03-04T07:45:00Z'),
            startDeadlineAt: new Date('2026-03-04T08:45:00Z'),
          },
        ],
      })
    },
  )

  it.each(['running', 'succeeded'] as const)('one that is %s stays where it is', (status) => {
    const result = decideReschedule(facts('waiting', { madeWith: [api(status)] }), { due: TO })
    expect(result.ok && result.value.map(({ id }) => id)).toEqual(['d-web'])
  })

  it.each(['failed', 'rolled_back', 'cancelled'] as const)(
    'with one that %s there is nothing to wait for: it would only be skipped',
    (status) => {
      expect(decideReschedule(facts('skipped', { madeWith: [api(status)] }), { due: TO })).toEqual({
        ok: false,
        refusal: { kind: 'dependency_ended', label: 'API in production', status },
      })
    },
  )

  it('the lead time of a dependency that moves must fit, that of one that stays need not', () => {
    const soon = { kind: 'instant', at: new Date('2026-03-03T17:10:00Z'), timezone: 'UTC' } as const
    const db = { id: 'd-db', label: 'DB in production', status: 'scheduled', leadMinutes: 30 } as const
    expect(decideReschedule(facts('scheduled', { madeWith: [api('scheduled'), db] }), { due: soon })).toEqual(
      {
        ok: false,
        refusal: {
          kind: 'dependency_in_past',
          label: 'DB in production',
          dependencyDueAt: new Date('2026-03-03T16:40:00Z'),
          earliest: new Date('2026-03-03T17:31:00Z'),
        },
      },
    )
    expect(decideReschedule(facts('waiting', { madeWith: [api('succeeded')] }), { due: soon }).ok).toBe(true)
    const dueNow = decideReschedule(facts('scheduled', { madeWith: [api('scheduled', 10)] }), { due: soon })
    expect(dueNow).toMatchObject({ refusal: { kind: 'dependency_in_past', dependencyDueAt: NOW } })
  })

  it('not past something that needs it and is still to start, naming the first', () => {
    const dependent = (label: string, dueAt: string, status: DeploymentStatus = 'scheduled') => ({
      ...{ id: label, of: 'd-web', label, status, dueAt: new Date(dueAt), delayMinutes: null },
    })
    const dependents = [
      dependent('Later', '2026-03-04T07:59:59Z'),
      dependent('First', '2026-03-04T07:30:00Z'),
      dependent('Over', '2026-03-04T06:00:00Z', 'succeeded'),
      dependent('Dropped', '2026-03-04T06:00:00Z', 'cancelled'),
    ]
    expect(decideReschedule(facts('scheduled', { dependents }), { due: TO })).toEqual({
      ok: false,
      refusal: { kind: 'after_dependent', label: 'First', dueAt: new Date('2026-03-04T07:30:00Z') },
    })
    const atOnce = [dependent('Same', '2026-03-04T08:00:00Z')]
    expect(decideReschedule(facts('scheduled', { dependents: atOnce }), { due: TO }).ok).toBe(true)
  })

  it('the time itself is checked as in scheduling', () => {
    const to = (local: string) =>
      decideReschedule(facts('missed'), { due: { ...TO, local, timezone: 'America/New_York' } })
    expect(to('2026-03-03T12:00')).toMatchObject({ refusal: { kind: 'time_in_past' } })
    expect(to('2026-03-08T02:30')).toMatchObject({ refusal: { kind: 'time_in_gap' } })
    expect(to('2026-11-01T01:30')).toMatchObject({ refusal: { kind: 'time_ambiguous' } })
    expect(to('2033-03-03T12:00')).toMatchObject({ refusal: { kind: 'time_too_far' } })
  })
})
