import { describe, expect, it } from 'vitest'
import { decideComeback, dueAtOnce, movedAlong, movedTo, type SkippedDeployment } from '@/lib/domain/comeback'
import type { DeploymentStatus } from '@/lib/domain/deployment-status'

const needs = (id: string, status: DeploymentStatus = 'skipped') => ({ id, label: id.toUpperCase(), status })
const skipped = (id: string, ...dependencies: SkippedDeployment['dependencies']): SkippedDeployment => ({
  id,
  dependencies,
})

function comeback(returning: string[], ...all: SkippedDeployment[]) {
  const { back, kept } = decideComeback(returning, all)
  return {
    back: back.map(({ id }) => id),
    kept: kept.map(({ skipped: { id }, by: { label } }) => [id, label]),
  }
}

describe('what was skipped', () => {
  it('comes back with what it was skipped for, and so does what depends on it', () => {
    const web = skipped('web', needs('api', 'missed'))
    const mail = skipped('mail', needs('web'))
    expect(comeback(['api'], web, mail)).toEqual({ back: ['web', 'mail'], kept: [] })
    expect(comeback(['api'], mail, web)).toEqual({ back: ['mail', 'web'], kept: [] })
  })

  it('stays skipped when something else that it depends on ended, and keeps what depends on it', () => {
    const web = skipped('web', needs('api', 'missed'), needs('db', 'failed'))
    const mail = skipped('mail', needs('web'))
    const other = skipped('other', needs('api', 'missed'))
    const expected = [
      ['web', 'DB'],
      ['mail', 'WEB'],
    ]
    expect(comeback(['api'], web, mail, other)).toEqual({ back: ['other'], kept: expected })
    expect(comeback(['api'], mail, other, web)).toEqual({ back: ['other'], kept: expected.toReversed() })
  })

  it('comes back when both that were missed return', () => {
    const web = skipped('web', needs('api', 'missed'), needs('db', 'missed'))
    expect(comeback(['api'], web).back).toEqual([])
    expect(comeback(['api', 'db'], web).back).toEqual(['web'])
  })

  it.each(['scheduled', 'waiting', 'held', 'running', 'succeeded'] as const)(
    'is not kept by something that is %s',
    (status) => {
      expect(comeback(['api'], skipped('web', needs('api', 'missed'), needs('db', status))).back).toEqual([
        'web',
      ])
    },
  )
})

describe('a deployment that moves', () => {
  const web = {
    id: 'web',
    dueAt: new Date('2026-03-07T20:00:00Z'),
    startDeadlineAt: new Date('2026-03-07T20:30:00Z'),
    timezone: 'America/New_York',
  }

  const now = new Date('2026-03-08T14:00:00Z')

  it('keeps its distance to what it depends on, its zone and its start deadline, over a change of clocks', () => {
    const root = { from: new Date('2026-03-07T19:45:00Z'), to: new Date('2026-03-09T14:00:00Z') }
    expect(movedAlong(web, root)).toEqual({
      id: 'web',
      localTime: '2026-03-09T10:15',
      timezone: 'America/New_York',
      overlap: null,
      dueAt: new Date('2026-03-09T14:15:00Z'),
      startDeadlineAt: new Date('2026-03-09T14:45:00Z'),
    })
  })

  it('is never due before what it depends on', () => {
    const root = { from: new Date('2026-03-07T21:00:00Z'), to: new Date('2026-03-09T14:00:00Z') }
    expect(movedAlong(web, root).dueAt).toEqual(root.to)
  })

  it('keeps its due time where that is still ahead and not before what it depends on', () => {
    const moved = (to: string) =>
      movedAlong(web, { from: new Date('2026-03-07T19:45:00Z'), to: new Date(to) })
    expect(moved('2026-03-07T19:55:00Z')).toMatchObject({
      dueAt: web.dueAt,
      startDeadlineAt: web.startDeadlineAt,
    })
    expect(moved('2026-03-07T20:00:00Z').dueAt).toEqual(web.dueAt)
    expect(moved('2026-03-07T20:00:01Z').dueAt).toEqual(new Date('2026-03-07T20:15:01Z'))
  })

  it('is due at once when what it depends on runs now, unless its due time is still ahead', () => {
    expect(dueAtOnce(web, now)).toMatchObject({
      dueAt: now,
      startDeadlineAt: new Date('2026-03-08T14:30:00Z'),
    })
    expect(dueAtOnce(web, new Date('2026-03-07T19:50:00Z')).dueAt).toEqual(web.dueAt)
  })

  it('says which of two passes of a local time it means', () => {
    expect(movedTo(web, new Date('2026-11-01T06:30:00Z'))).toMatchObject({
      localTime: '2026-11-01T01:30',
      overlap: 'later',
    })
  })
})
