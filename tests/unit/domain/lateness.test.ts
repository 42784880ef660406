import { expect, it } from 'vitest'
import { latenessMs } from '@/lib/domain/lateness'

const at = (iso: string) => new Date(iso)

it('lateness is the time from due to started', () => {
  expect(latenessMs(at('2026-03-03T12:00:00.000Z'), at('2026-03-03T12:00:00.037Z'))).toBe(37)
})

it('a deployment that somebody ran ahead of its time is not late, nor negatively so', () => {
  expect(latenessMs(at('2026-03-03T12:00:00Z'), at('2026-03-03T11:00:00Z'))).toBe(0)
})
