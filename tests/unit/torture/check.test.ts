import { describe, expect, test } from 'vitest'
import { check } from '@/torture/checker/check'
import type { Facts } from '@/torture/checker/facts'
import { DUE_AT, ENDED_AT, goodFacts, registered, rolledOut } from './facts-for'

/** What is found in a good run after `damage` was done to it. */
function found(damage: (facts: ReturnType<typeof goodFacts>) => Partial<Facts> | undefined) {
  const facts = goodFacts()
  const changed = damage(facts)
  return check({ ...facts, ...changed }).map(({ kind }) => kind)
}

const accepted = <Value>(value: Value) => ({ kind: 'accepted' as const, value, doubtful: false, attempts: 1 })
const refused = { kind: 'refused' as const, code: 'time_in_past', doubtful: false, attempts: 1 }

describe('the checker', () => {
  test('finds nothing in a run that went well', () => {
    expect(found(() => undefined)).toEqual([])
  })

  describe('calls lost', () => {
    test('what was accepted and is not there', () => {
      expect(found(() => ({ deployments: [], ledger: [] }))).toEqual(['lost'])
    })

    test('what waits after its time, also with a wake-up, and what waits ahead of it without one', () => {
      const pending = { status: 'scheduled', finishedAt: null, startedAt: null, runs: [] } as const
      const later = new Date('2027-03-02T10:00:00Z')
      const at = (dueAt: Date, wakeUpLives: boolean) =>
        found((facts) => {
          Object.assign(facts.deployment, pending, { dueAt, wakeUpLives })
          return { ledger: [] }
        })
      expect(at(DUE_AT, true)).toEqual(['lost'])
      expect(at(later, false)).toEqual(['lost'])
      expect(at(later, true)).toEqual([])
    })

    test('what ended without a reason', () => {
      expect(found(({ deployment }) => void Object.assign(deployment, { reason: '' }))).toEqual(['lost'])
    })

    test('a dependency that the answer does not name', () => {
      expect(
        found(({ order }) => {
          order.order.root.dependencies.push({ ...order.order.root, image: 'other', dependencies: [] })
          return undefined
        }),
      ).toEqual(['lost'])
    })

    test('an accepted cancellation of what then succeeded', () => {
      expect(
        found(({ order }) => {
          order.action = { kind: 'cancel', answer: accepted({ status: 'cancelled' }), movedTo: null }
          return undefined
        }),
      ).toEqual(['lost'])
    })

    test('an accepted move that left the due time as it was', () => {
      expect(
        found(({ order }) => {
          order.action = { kind: 'move', answer: accepted({}), movedTo: ENDED_AT }
          return undefined
        }),
      ).toEqual(['lost'])
    })
  })

  describe('calls double', () => {
    test('two rollouts of one revision', () => {
      const more = [rolledOut(3, 'ecs-svc/2', 'web:2')]
      expect(found(({ ledger }) => ({ ledger: [...ledger, ...more] }))).toEqual(['double'])
    })

    const reverting = (rollouts: number) =>
      found(({ deployment, ledger, rollout }) => {
        const run = { id: 'r2', previousRevision: 'web:2', rolledBackByUs: false, bringsBack: 'web:1' }
        const revert = { ...deployment, id: 'd2', image: null, runs: [run] }
        const seqs = Array.from({ length: rollouts }, (_, index) => index + 1)
        return {
          deployments: [deployment, revert],
          ledger: [...ledger, ...seqs.map((seq) => rolledOut(2 + seq, `ecs-svc/${1 + seq}`, 'web:1'))],
          rollouts: [
            rollout,
            ...seqs.map((seq) => ({ ...rollout, rolloutId: `ecs-svc/${1 + seq}`, revision: 'web:1' })),
          ],
        }
      }).filter((kind) => kind !== 'unexplained')

    test('two rollouts of one revert; the first is its own', () => {
      expect(reverting(1)).toEqual([])
      expect(reverting(2)).toEqual(['double'])
    })

    test('a revert that succeeded without any is false', () => {
      expect(reverting(0)).toEqual(['false_success'])
    })

    test('two revisions of one run, both rolled out', () => {
      const more = [registered(3, 'web:3', 'r1'), rolledOut(4, 'ecs-svc/2', 'web:3')]
      expect(found(({ ledger }) => ({ ledger: [...ledger, ...more] }))).toContain('double')
    })

    test('a second way back, but not the first of a run that set out to go back', () => {
      const back = (times: number) =>
        found((facts) => {
          facts.deployment.status = 'rolled_back'
          facts.deployment.timeline.push({ event: '', toStatus: 'rolled_back', message: '', runId: null })
          facts.order.order.root.outcome = 'crash'
          const [run] = facts.deployment.runs
          if (run) Object.assign(run, { rolledBackByUs: true })
          const ways = Array.from({ length: times }, (_, index) =>
            rolledOut(3 + index, `ecs-svc/b${index}`, 'web:1'),
          )
          return { ledger: [...facts.ledger, ...ways] }
        })
      expect(back(1)).toEqual([])
      expect(back(2)).toEqual(['double'])
    })

    test('a way back of a run that did not set out to', () => {
      const more = [rolledOut(3, 'ecs-svc/2', 'web:1')]
      expect(found(({ ledger }) => ({ ledger: [...ledger, ...more] }))).toEqual(['double'])
    })

    test('one order that became two deployments', () => {
      expect(
        found((facts) => {
          const twin = { ...facts.deployment, id: 'd2', runs: [] }
          return { deployments: [facts.deployment, twin] }
        }),
      ).toContain('double')
    })
  })

  describe('calls a false success', () => {
    test.each(['superseded', 'rolled_back', 'failed', 'in_progress'] as const)(
      'one that ECS calls %s',
      (phase) => {
        expect(found(({ rollout }) => void Object.assign(rollout, { phase }))).toEqual(['false_success'])
      },
    )

    test('one that was told before it was complete', () => {
      const completeAt = ENDED_AT.getTime() + 500
      expect(found(({ rollout }) => void Object.assign(rollout, { completeAt }))).toEqual(['false_success'])
    })

    test('one without any rollout', () => {
      expect(found(() => ({ ledger: [], rollouts: [] }))).toEqual(['false_success'])
    })
  })

  describe('calls unexplained', () => {
    test.each(['failed', 'rolled_back', 'cancelled', 'skipped', 'missed'] as const)(
      '%s, when nothing of the kind was planned',
      (status) => {
        expect(
          found(({ deployment }) => {
            deployment.timeline.push({ event: '', toStatus: status, message: '', runId: null })
            return void Object.assign(deployment, { status })
          }),
        ).toEqual(['unexplained'])
      },
    )

    test('a success of what was to crash', () => {
      expect(found(({ order }) => void Object.assign(order.order.root, { outcome: 'crash' }))).toEqual([
        'unexplained',
      ])
    })

    test('a start before its time', () => {
      const startedAt = new Date(DUE_AT.getTime() - 1)
      expect(found(({ deployment }) => void Object.assign(deployment, { startedAt }))).toEqual([
        'unexplained',
      ])
    })

    test('an end that the timeline does not tell, and a rollout that it does not know of', () => {
      expect(found(({ deployment }) => void Object.assign(deployment, { timeline: [] }))).toEqual([
        'unexplained',
        'unexplained',
      ])
    })

    test('what was refused and is there', () => {
      expect(found(({ order }) => void Object.assign(order, { scheduled: refused }))).toEqual(['unexplained'])
    })

    test('what was asked for and never answered', () => {
      const unanswered = { kind: 'unanswered', doubtful: true, attempts: 9 }
      expect(found(({ order }) => void Object.assign(order, { scheduled: unanswered }))).toEqual([
        'unexplained',
      ])
    })

    test('calls for a run that the database does not have', () => {
      const more = [registered(3, 'web:9', 'r9')]
      expect(found(({ ledger }) => ({ ledger: [...ledger, ...more] }))).toEqual(['unexplained'])
    })

    test('what nobody asked for', () => {
      expect(found(() => ({ orders: [] }))).toEqual(['unexplained'])
    })

    test('a broken invariant, but not a mere note', () => {
      const broken = { name: 'no-orphans', sentence: '', count: 1 }
      const first = [{ teamId: null, deploymentId: 'd1', detail: 'orphan' }]
      const at = (severity: 'fault' | 'note') =>
        found(() => ({ verification: { invariants: [{ ...broken, severity, first }] } }))
      expect(at('fault')).toEqual(['unexplained'])
      expect(at('note')).toEqual([])
    })
  })
})
