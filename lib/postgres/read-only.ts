import type { SystemDatabase } from './database'

/** Whether the database takes no changes at the moment: a standby, or one that was set so. */
export async function isReadOnly(database: SystemDatabase): Promise<boolean> {
  const rows = await database.client.$queryRaw<{ is_read_only: boolean }[]>`
    SELECT current_setting('transaction_read_only') = 'on' AS is_read_only`
  return rows[0]?.is_read_only ?? false
}
