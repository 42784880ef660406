import type pg from 'pg'
import { CommandError } from '@/scripts/command-error'

/** `localhost` has two addresses, and Node reports their failures together under an empty message. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0])
  return error instanceof Error ? error.message : String(error)
}

/** The database is away, closed to us, or of the wrong kind; the message is one line and names no password. */
export class DatabaseUnusable extends CommandError {
  static unreachable(client: pg.Client, error: unknown): DatabaseUnusable {
    const place = `${client.host}:${client.port}/${client.database ?? ''}`
    return new DatabaseUnusable(
      `Cannot connect to PostgreSQL at ${place} (${reasonOf(error)}): check DATABASE_URL and that it is running.`,
      { cause: error },
    )
  }

  static tooOld(version: string): DatabaseUnusable {
    return new DatabaseUnusable(`PostgreSQL ${version} is too old: Shipclock needs 14 or newer.`)
  }
}
