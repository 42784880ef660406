import { describe, expect, test } from 'vitest'
import { freezeEvents } from '@/app/(dashboard)/calendar/freeze-events'
import type { FreezeWindow } from '@/lib/domain/freeze-window'

const everywhere = { environmentId: null, applicationId: null }
const place = { view: 'week', day: '2026-03-03', timezone: 'Europe/Berlin' } as const

const bands = (windows: FreezeWindow[], view: 'week' | 'month' = 'week') =>
  freezeEvents(windows, { ...place, view })
    .filter(({ start }) => String(start) >= '2026-03-02' && String(start) < '2026-03-09')
    .map(({ title, start, end, display }) => `${display} ${title} ${start} – ${String(end).slice(11)}`)

describe('the calendar shows behind the deployments', () => {
  test('a freeze, day by day in the zone of whoever looks', () => {
    const span = {
      ...{ kind: 'once' as const, timezone: 'UTC' },
      ...{ startsAt: new Date('2026-03-03T17:00:00Z'), endsAt: new Date('2026-03-05T07:00:00Z') },
    }
    const sale: FreezeWindow = { id: 'f', effect: 'freeze', reason: 'Sale', ...everywhere, span }
    expect(bands([sale])).toEqual([
      'background Frozen: Sale 2026-03-03 18:00:00 – 23:59:00',
      'background Frozen: Sale 2026-03-04 00:00:00 – 23:59:00',
      'background Frozen: Sale 2026-03-05 00:00:00 – 08:00:00',
    ])
    // A day of a month has no hours.
    expect(bands([sale], 'month')).toEqual(['background Frozen: Sale 2026-03-04 00:00:00 – 23:59:00'])
  })

  test('what lies around the allowed windows of a place', () => {
    const hours = (weekdays: number[]): FreezeWindow => ({
      ...{ id: 'a', effect: 'allow', reason: 'Hours', ...everywhere },
      span: { kind: 'weekly', weekdays, from: '09:00', until: '16:00', timezone: 'Europe/Berlin' },
    })
    const shown = bands([hours([1, 2, 3]), hours([4, 5, 6, 7])])
    expect(shown.slice(0, 3)).toEqual([
      'background Only within: Hours 2026-03-02 00:00:00 – 09:00:00',
      'background Only within: Hours 2026-03-02 16:00:00 – 23:59:00',
      'background Only within: Hours 2026-03-03 00:00:00 – 09:00:00',
    ])
    expect(shown).toHaveLength(14)
  })
})
