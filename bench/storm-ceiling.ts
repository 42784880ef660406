import { Pool } from 'pg'

/** How late each deployment was claimed, in milliseconds. */
export type Claims = { latenessMs: number }[]

const BATCH = 100

/** In batches as large as Shipclock's, but nothing besides: no run, no timeline, no decision. */
const CLAIM = `
  UPDATE deployments SET status = 'running', started_at = clock_timestamp()
  WHERE id IN (
    SELECT id FROM deployments WHERE status = 'scheduled' AND due_at <= $1
    ORDER BY due_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)`

/** The least that PostgreSQL could do for it: claims everything due at `at` over so many connections. */
export async function claimRaw(
  databaseUrl: string,
  { at, connections }: { at: Date; connections: number },
): Promise<Claims> {
  const pool = new Pool({ connectionString: databaseUrl, max: connections })
  const claims: Claims = []
  const drain = async () => {
    for (;;) {
      const { rowCount } = await pool.query(CLAIM, [at])
      if (!rowCount) return
      const latenessMs = Date.now() - at.getTime()
      for (let claimed = 0; claimed < rowCount; claimed++) claims.push({ latenessMs })
    }
  }
  try {
    await Promise.all(Array.from({ length: connections }, drain))
    return claims
  } finally {
    await pool.end()
  }
}
