import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { CommandError } from '@/scripts/command-error'
import { endLeftoverPostmaster } from '@/scripts/postgres-leftover'
import {
  type PostgresAccount,
  type PostgresPrograms,
  postgresAccount,
  postgresCommand,
  postgresPrograms,
} from '@/scripts/postgres-program'
import { type PostgresRecord, renewPostgresRecord } from '@/scripts/postgres-record'

export interface EmbeddedPostgres {
  /** Of the database `shipclock`, as its superuser. */
  url: string
  /** Settles when the server has ended, for whatever reason, with a few words on how. */
  ended: Promise<string>
  /** The quick, clean shutdown: open transactions are rolled back, nothing committed is lost. */
  stop: () => Promise<void>
}

/** Enough connections for web, several workers and tests; modest memory, as it shares the machine. */
const settings = ['max_connections=200', 'shared_buffers=64MB', 'timezone=UTC', 'log_timezone=UTC']

function tail(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').slice(-5).join('\n') : ''
}

async function run(
  account: PostgresAccount,
  program: string,
  args: string[],
  logFile: string,
): Promise<void> {
  const log = openSync(logFile, 'w', 0o600)
  const [command, rest] = postgresCommand(account, program, args)
  const child = spawn(command, rest, { ...account.identity, stdio: ['ignore', log, log] })
  const [code] = await once(child, 'exit')
  closeSync(log)
  if (code !== 0) throw new CommandError(`PostgreSQL could not make its data folder:\n${tail(logFile)}`)
}

/** Made beside its place and moved there whole: a first start that is killed half-way leaves nothing behind. */
async function makeCluster(
  programs: PostgresPrograms,
  account: PostgresAccount,
  folders: { cluster: string; dataDir: string },
  password: string,
): Promise<void> {
  const unfinished = `${folders.cluster}.unfinished`
  const passwordFile = join(folders.dataDir, 'postgres-password.tmp')
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { mode: 0o700 })
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 })
  account.own(unfinished)
  account.own(passwordFile)
  const identity = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`]
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  try {
    const args = [`--pgdata=${unfinished}`, ...identity, ...locale, '--no-sync', '--no-instructions']
    await run(account, programs.initdb, args, join(folders.dataDir, 'postgres.log'))
  } finally {
    rmSync(passwordFile)
  }
  renameSync(unfinished, folders.cluster)
}

/** Postgres' own words for "not yet": it is starting, or replaying its journal after a crash. */
const startingUp = '57P03'

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  try {
    await client.connect()
    return true
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code === 'ECONNREFUSED' || code === 'ECONNRESET' || code === startingUp) return false
    throw error
  } finally {
    await client.end().catch(() => {})
  }
}

function watchEnd(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`))
  })
}

/** After a crash the server replays its journal first, so there is no limit but its own end. */
async function untilItAnswers(url: string, ended: Promise<string>, logFile: string): Promise<void> {
  let end: string | null = null
  void ended.then((reason) => {
    end = reason
  })
  while (!(await answers(url))) {
    if (end !== null) throw new CommandError(`PostgreSQL did not start (${end}):\n${tail(logFile)}`)
    await delay(20)
  }
}

const maintenanceUrl = (record: PostgresRecord) => record.url.replace(/\/shipclock$/, '/postgres')

async function ensureDatabase(record: PostgresRecord): Promise<void> {
  const client = new pg.Client({ connectionString: maintenanceUrl(record) })
  await client.connect()
  try {
    const found = await client.query("select 1 from pg_database where datname = 'shipclock'")
    if (found.rowCount === 0) await client.query('create database shipclock')
  } finally {
    await client.end()
  }
}

function spawnServer(
  command: [string, string[]],
  account: PostgresAccount,
  logFile: string,
): Pick<EmbeddedPostgres, 'ended' | 'stop'> {
  const log = openSync(logFile, 'w', 0o600)
  // Its own process group: a terminal's Ctrl-C must reach the supervisor alone, which stops this one last.
  const child = spawn(...command, { ...account.identity, detached: true, stdio: ['ignore', log, log] })
  closeSync(log)
  const ended = watchEnd(child)
  const stop = async () => {
    child.kill('SIGINT')
    // Should a clean end take too long, an immediate one loses nothing either: the journal is replayed.
    const impatience = setTimeout(() => child.kill('SIGQUIT'), 3_000)
    await ended
    clearTimeout(impatience)
  }
  return { ended, stop }
}

/**
 * Starts the PostgreSQL that came with the packages, on 127.0.0.1 alone, with its data in `${dataDir}/postgres`.
 * The caller makes sure that it is the only one to use this data folder.
 *
 * @param options.extraSettings `name=value`, as for `postgres -c`
 */
export async function startPostgres(options: {
  dataDir: string
  extraSettings?: string[]
}): Promise<EmbeddedPostgres> {
  const { dataDir, extraSettings = [] } = options
  const cluster = join(dataDir, 'postgres')
  const logFile = join(dataDir, 'postgres.log')
  const programs = await postgresPrograms()
  const account = postgresAccount()
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  account.letThrough(dataDir)
  account.own(cluster)
  await endLeftoverPostmaster(cluster)
  const record = await renewPostgresRecord(dataDir)
  if (!existsSync(join(cluster, 'PG_VERSION'))) {
    await makeCluster(programs, account, { cluster, dataDir }, record.password)
  }
  const args = ['-D', cluster, '-h', '127.0.0.1', '-p', String(record.port), '-c', 'unix_socket_directories=']
  for (const setting of [...settings, ...extraSettings]) args.push('-c', setting)
  const server = spawnServer(postgresCommand(account, programs.postgres, args), account, logFile)
  try {
    await untilItAnswers(maintenanceUrl(record), server.ended, logFile)
    await ensureDatabase(record)
  } catch (error) {
    await server.stop()
    throw error
  }
  return { url: record.url, ...server }
}
