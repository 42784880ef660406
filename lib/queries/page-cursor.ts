import type { z } from 'zod'

/** Where a page ended, as clients hand it back: opaque to them. */
export function writeCursor(position: readonly (string | Date)[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url')
}

/** Null for whatever `writeCursor` would not have written. */
export function readCursor<Position>(schema: z.ZodType<Position>, cursor: string): Position | null {
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch {
    return null
  }
}
