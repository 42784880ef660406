import { z } from 'zod'
import type { RunRecord } from '@/lib/domain/run-record'
import { FRESH_MEMORY, type VerdictMemory } from '@/lib/domain/verdict-memory'

const schema: z.ZodType<VerdictMemory> = z.object({
  previousPrimarySince: z.string().nullable(),
  failedPrimarySince: z.string().nullable(),
  otherPrimaryReads: z.number(),
  failureAnnounced: z.boolean(),
  pausedSince: z.string().nullable(),
  pausedMs: z.number(),
})

/** What earlier looks left behind. One that an older version wrote otherwise counts as none. */
export function memoryOf(record: RunRecord): VerdictMemory {
  const parsed = schema.safeParse(record.verdictMemory)
  return parsed.success ? parsed.data : FRESH_MEMORY
}
