import { connectTo } from '@/scripts/connect'
import { DatabaseUnusable } from '@/scripts/database-unusable'
import { type DatabaseFindings, examineDatabase } from '@/scripts/doctor/database-findings'
import { type Finding, wrong } from '@/scripts/doctor/finding'
import { serviceFindings } from '@/scripts/doctor/service-findings'
import { withDatabase } from '@/scripts/with-database'

/** `shipclock doctor`: a line for everything that it looked at; the exit code is 1 when something is wrong. */
export async function doctor(): Promise<number> {
  const findings = await withDatabase(({ url }) => examine(url))
  for (const { ok, line } of findings) process.stdout.write(`${ok ? 'ok   ' : 'WRONG'} ${line}\n`)
  return findings.every(({ ok }) => ok) ? 0 : 1
}

async function examine(databaseUrl: string): Promise<Finding[]> {
  const { findings, usable } = await reachDatabase(databaseUrl)
  return usable ? [...findings, ...(await serviceFindings(databaseUrl))] : findings
}

async function reachDatabase(databaseUrl: string): Promise<DatabaseFindings> {
  try {
    const client = await connectTo(databaseUrl)
    try {
      return await examineDatabase(client)
    } finally {
      await client.end()
    }
  } catch (error) {
    if (!(error instanceof DatabaseUnusable)) throw error
    return { findings: [wrong(`Database: ${error.message}`)], usable: false }
  }
}
