import { describe, expect, it } from 'vitest'
import { endedBadly } from '@/lib/domain/dependency-graph'
import {
  canTransition,
  DEPLOYMENT_STATUSES,
  type DeploymentStatus,
  ENDED_STATUSES,
  hasEnded,
  isPending,
  PENDING_STATUSES,
} from '@/lib/domain/deployment-status'

function next(status: DeploymentStatus): DeploymentStatus[] {
  return DEPLOYMENT_STATUSES.filter((to) => canTransition(status, to))
}

describe('the transition table', () => {
  it('a status is pending, running or ended, and only one of them', () => {
    for (const status of DEPLOYMENT_STATUSES) {
      const groups = [isPending(status), status === 'running', hasEnded(status)]
      expect(groups.filter(Boolean), status).toHaveLength(1)
    }
    expect([...PENDING_STATUSES, 'running', ...ENDED_STATUSES].sort()).toEqual(
      [...DEPLOYMENT_STATUSES].sort(),
    )
  })

  it('everything pending can start, except without its approval', () => {
    for (const status of PENDING_STATUSES) {
      expect(canTransition(status, 'running'), status).toBe(status !== 'awaiting_approval')
    }
  })

  it('everything pending can be cancelled, missed, skipped, and moved to another time', () => {
    for (const status of PENDING_STATUSES) {
      expect(next(status)).toEqual(expect.arrayContaining(['cancelled', 'missed', 'skipped']))
      if (status !== 'scheduled') expect(next(status)).toContain('scheduled')
    }
  })

  it('only a run ends in an outcome', () => {
    for (const outcome of ['succeeded', 'failed', 'rolled_back'] as const) {
      expect(DEPLOYMENT_STATUSES.filter((from) => canTransition(from, outcome))).toEqual(['running'])
    }
    expect(next('running')).toEqual(['succeeded', 'failed', 'rolled_back', 'cancelled'])
  })

  it('what ended stays, except for a retry of what failed and another time for what never started', () => {
    expect(next('succeeded')).toEqual([])
    expect(next('cancelled')).toEqual([])
    expect(next('failed')).toEqual(['running'])
    expect(next('rolled_back')).toEqual(['running'])
    expect(next('missed')).toEqual(['scheduled'])
    expect(next('skipped')).toEqual(['scheduled'])
  })

  it('nothing moves to where it is', () => {
    for (const status of DEPLOYMENT_STATUSES) expect(canTransition(status, status), status).toBe(false)
  })

  it('every end but success is a bad one', () => {
    expect(DEPLOYMENT_STATUSES.filter(endedBadly)).toEqual(
      ENDED_STATUSES.filter((status) => status !== 'succeeded'),
    )
  })
})
