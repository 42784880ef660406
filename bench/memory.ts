import { readFileSync } from 'node:fs'
import type { Client } from 'pg'

const KIB_PER_MIB = 1024

/** What a process of this machine holds in memory, MiB; null where the system does not tell (only Linux does). */
export function processMemoryMb(pid: number | undefined): number | null {
  return pid === undefined ? null : statusMb(pid, 'VmRSS')
}

/**
 * What all of the server's processes hold by themselves, MiB: without the shared buffers, whose size is
 * set. The server is on this machine.
 */
export async function databaseMemoryMb(client: Client): Promise<number | null> {
  const { rows } = await client.query<{ pid: number }>('SELECT pid FROM pg_stat_activity')
  const held = rows.map(({ pid }) => statusMb(pid, 'RssAnon')).filter((mb) => mb !== null)
  return held.length === 0 ? null : held.reduce((sum, mb) => sum + mb, 0)
}

function statusMb(pid: number, field: string): number | null {
  try {
    const line = readFileSync(`/proc/${pid}/status`, 'utf8').match(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm'))
    return line?.[1] === undefined ? null : Number(line[1]) / KIB_PER_MIB
  } catch {
    // It has just ended, or this is no Linux.
    return null
  }
}
