import type pg from 'pg'
import { parseIntoClientConfig } from 'pg-connection-string'

/**
 * A connection string of any form that libpq's URLs take (query parameters, sslmode, unix sockets) as separate
 * settings, so that another database of the same server can be named.
 */
export function clientConfig(databaseUrl: string): pg.ClientConfig {
  return parseIntoClientConfig(databaseUrl)
}
