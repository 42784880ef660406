import { z } from 'zod'
import { accept, type Result, refuse } from '@/lib/domain/result'
import { occurrencesOfSchedule } from '@/lib/postgres/occurrences'
import { readSchedule } from '@/lib/postgres/schedules'
import { type NotFound, notFound } from '@/lib/use-cases/resource-refusals'
import { useCase } from '@/lib/use-cases/use-case'
import type { Page } from './deployment-views'
import { foresee } from './foresee'
import { readCursor, writeCursor } from './page-cursor'
import type { ForeseenOccurrence, OccurrenceView } from './schedule-views'

export interface ListOccurrencesInput {
  id: string
  limit: number
  cursor: string | null
}

/** What has been decided, newest first, and what is foreseen after that. */
export interface OccurrencePage extends Page<OccurrenceView> {
  foreseen: ForeseenOccurrence[]
}

const FORESEEN = 10
const position = z.tuple([z.iso.datetime().transform((text) => new Date(text)), z.uuid()])

export const listOccurrences = useCase(
  'view',
  async (
    { database },
    { id, limit, cursor }: ListOccurrencesInput,
  ): Promise<Result<OccurrencePage, NotFound | { kind: 'invalid_cursor' }>> => {
    const schedule = await readSchedule(database, id)
    if (schedule === null) return notFound('schedule')
    const read = cursor === null ? null : readCursor(position, cursor)
    if (cursor !== null && read === null) return refuse({ kind: 'invalid_cursor' })
    const before = read && { dueAt: read[0], id: read[1] }
    const found = await occurrencesOfSchedule(database, id, { before, limit: limit + 1 })
    const items = found.slice(0, limit)
    const last = items.at(-1)
    const nextCursor = found.length > limit && last ? writeCursor([last.dueAt, last.id]) : null
    const foreseen = foresee(schedule, schedule.settledUntil, FORESEEN)
    return accept({ items, nextCursor, foreseen: foreseen.ok ? foreseen.value : [] })
  },
)
