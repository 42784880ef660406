import { existsSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'

const largestBytes = 20 * 1024 * 1024

/** Where a process that `npm start` runs writes to. */
export function logFile(dataDir: string, name: string): string {
  return join(dataDir, 'logs', `${name}.log`)
}

/** Opens the log for appending; a large one makes way and is kept once. The caller closes it. */
export function openLog(dataDir: string, name: string): number {
  const file = logFile(dataDir, name)
  mkdirSync(join(dataDir, 'logs'), { recursive: true, mode: 0o700 })
  if (existsSync(file) && statSync(file).size > largestBytes) renameSync(file, `${file}.1`)
  return openSync(file, 'a', 0o600)
}
