import type { Client } from 'pg'

export interface CopyOrder {
  table: string
  /** The id of the row to copy. */
  like: string
  /** Where the copies differ: column → expression over `p`, a row of the table `planted`, and `t`, the original. */
  but: Record<string, string>
  /** What selects from `planted`; all of it unless said. */
  from?: string
}

/**
 * Inserts a copy of a row for each row of the table `planted`. All columns that it is not told of are
 * copied, so that rows have the shape that the product gave to the original, whatever that is.
 */
export async function copyRows(
  client: Client,
  { table, like, but, from = 'planted' }: CopyOrder,
): Promise<void> {
  const [schema, name] = table.includes('.') ? table.split('.') : ['public', table]
  const { rows } = await client.query<{ column_name: string }>(
    `SELECT column_name FROM information_schema.columns
     WHERE table_schema = $1 AND table_name = $2 AND is_generated = 'NEVER'`,
    [schema, name],
  )
  const columns = rows.map((row) => row.column_name)
  const unknown = Object.keys(but).filter((column) => !columns.includes(column))
  if (unknown.length > 0) throw new Error(`${table} has no ${unknown.join(', ')}.`)
  const values = columns.map((column) => but[column] ?? `t."${column}"`)
  await client.query(
    `INSERT INTO ${table} (${columns.map((column) => `"${column}"`).join(', ')})
     SELECT ${values.join(', ')} FROM ${from} p, ${table} t WHERE t.id = '${like}'`,
  )
}
