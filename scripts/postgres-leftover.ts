import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

/** Empty when there is no such process. */
function commandLine(processId: number): string {
  if (process.platform === 'linux') {
    const file = `/proc/${processId}/cmdline`
    return existsSync(file) ? readFileSync(file, 'utf8').replaceAll('\0', ' ') : ''
  }
  if (process.platform === 'win32') return ''
  try {
    return execFileSync('ps', ['-p', String(processId), '-o', 'command='], { encoding: 'utf8' })
  } catch {
    return ''
  }
}

/**
 * Clears away what a supervisor that was killed left: a server still running on this data (only where the kernel
 * cannot be told to end it), or the id of one that is gone, which by now may be another process's and would keep
 * PostgreSQL from starting.
 */
export async function endLeftoverPostmaster(cluster: string): Promise<void> {
  const file = join(cluster, 'postmaster.pid')
  if (!existsSync(file)) return
  const processId = Number.parseInt(readFileSync(file, 'utf8'), 10)
  const isOurs = () => commandLine(processId).includes(cluster)
  if (processId > 0 && isOurs()) {
    process.kill(processId, 'SIGINT')
    while (isOurs()) await delay(50)
  }
  rmSync(file, { force: true })
}
