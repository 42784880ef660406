import pg from 'pg'

/**
 * Plays that a deployment, and what was made with it, became due so many minutes ago while nobody was
 * there: rows and wake-ups are moved beside the product, whose worker then finds them.
 */
export async function becameDue(databaseUrl: string, id: string, minutesAgo: number): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, options: '-c timezone=UTC' })
  await client.connect()
  try {
    const { rowCount } = await client.query(
      `WITH root AS (
         SELECT due_at - (now() - $2 * interval '1 minute') AS shift FROM deployments WHERE id = $1
       ),
       moved AS (
         UPDATE deployments d
         SET due_at = d.due_at - root.shift, start_deadline_at = d.start_deadline_at - root.shift
         FROM root WHERE d.id = $1 OR d.made_for_id = $1 RETURNING d.wake_up_id, d.due_at
       )
       UPDATE pgboss.job j SET start_after = moved.due_at FROM moved WHERE j.id = moved.wake_up_id`,
      [id, minutesAgo],
    )
    if (!rowCount) throw new Error(`Nothing would wake ${id}.`)
  } finally {
    await client.end()
  }
}
