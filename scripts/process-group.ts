import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'

/** A child and all that it starts. */
export interface ProcessGroup {
  child: ChildProcess
  /** Settles when the child itself has ended, with a few words on how: `exit code 1`, `SIGKILL`. */
  ended: Promise<string>
  /** Reaches every process of the group; does nothing when there is none left. */
  kill: (signal: NodeJS.Signals) => void
  /** Asks, waits, then insists; leaves nothing of the group behind. */
  stop: (patienceMs: number) => Promise<void>
}

/**
 * Starts a command in a process group of its own: a terminal's Ctrl-C reaches the supervisor alone, which then
 * stops everything in the right order, grandchildren included.
 */
export function spawnInGroup(commandLine: string[], options: SpawnOptions): ProcessGroup {
  const [command, ...args] = commandLine
  if (command === undefined) throw new Error('No command was given.')
  const child = spawn(command, args, { ...options, detached: process.platform !== 'win32' })
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code, signal) => resolve(signal ?? `exit code ${code}`))
  })
  const kill = (signal: NodeJS.Signals) => {
    if (child.pid === undefined) return
    if (process.platform === 'win32') return void child.kill(signal)
    try {
      process.kill(-child.pid, signal)
    } catch {
      // The group is empty.
    }
  }
  const stop = async (patienceMs: number) => {
    kill('SIGTERM')
    const insist = setTimeout(() => kill('SIGKILL'), patienceMs)
    await ended
    clearTimeout(insist)
    kill('SIGKILL')
  }
  return { child, ended, kill, stop }
}
