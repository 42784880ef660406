import { EnvironmentError } from '@/lib/env'
import { CommandError } from '@/scripts/command-error'

function isOfSystem(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error
}

/** One line where one explains it, a stack where the failure is a surprise. */
export function explain(error: unknown): string {
  if (error instanceof CommandError || error instanceof EnvironmentError) return error.message
  if (isOfSystem(error)) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/** Runs a command's body and ends the process: with what it returns, or with 1 and an explanation. */
export async function runCommand(body: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await body()
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`)
    process.exitCode = 1
  }
  process.exit()
}
