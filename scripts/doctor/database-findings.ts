import type pg from 'pg'
import { pendingMigrations } from '@/scripts/pending-migrations'
import { type Finding, fine, wrong } from './finding'

const OLDEST_VERSION = 140_000
/** Less than the network's own delays can make of it. */
const TOLERATED_SKEW_MS = 2_000

export interface DatabaseFindings {
  findings: Finding[]
  /** Whether the database can be worked with at all. */
  usable: boolean
}

/** Version, migrations, clock, time zones and row-level security. */
export async function examineDatabase(client: pg.Client): Promise<DatabaseFindings> {
  const version = await versionFinding(client)
  const migrations = await migrationFinding(client)
  const usable = version.ok && migrations.ok
  const findings = [version, migrations, await clockFinding(client), zoneFinding()]
  return { usable, findings: usable ? [...findings, await rowSecurityFinding(client)] : findings }
}

async function versionFinding(client: pg.Client): Promise<Finding> {
  const answer = await client.query<{ number: string; name: string }>(
    "select current_setting('server_version_num') number, current_setting('server_version') name",
  )
  const name = answer.rows[0]?.name ?? 'unknown'
  if (Number(answer.rows[0]?.number) >= OLDEST_VERSION) {
    return fine(`Database: PostgreSQL ${name} answers at ${client.host}:${client.port}.`)
  }
  return wrong(`Database: PostgreSQL ${name} is too old. Move to version 14 or newer.`)
}

async function migrationFinding(client: pg.Client): Promise<Finding> {
  const pending = await pendingMigrations(client)
  if (pending.length === 0) return fine('Migrations: none is pending.')
  return wrong(`Migrations: ${pending.join(', ')} pending. Run \`npm run migrate\`.`)
}

async function clockFinding(client: pg.Client): Promise<Finding> {
  const before = Date.now()
  const answer = await client.query<{ now: Date }>('select clock_timestamp() as now')
  const after = Date.now()
  const skewMs = Math.round((answer.rows[0]?.now.getTime() ?? before) - (before + after) / 2)
  const words = `${Math.abs(skewMs)} ms ${skewMs < 0 ? 'behind' : 'ahead of'} this machine’s`
  if (Math.abs(skewMs) <= TOLERATED_SKEW_MS) return fine(`Clock: the database’s is ${words}.`)
  return wrong(
    `Clock: the database’s is ${words}. Deployments start by the database’s clock: set both by NTP.`,
  )
}

function zoneFinding(): Finding {
  const version = process.versions.tz
  if (version !== undefined)
    return fine(`Time zones: version ${version} of the zone database (Node ${process.version}).`)
  return wrong(`Time zones: Node ${process.version} has no zone database. Use an official build of Node.`)
}

/** Every table with a team must hide what is another team's, also from its owner. */
async function rowSecurityFinding(client: pg.Client): Promise<Finding> {
  const open = await client.query<{ name: string }>(`
    select class.relname as name from pg_class class
    where class.relnamespace = 'public'::regnamespace and class.relkind in ('r', 'p')
      and not (class.relrowsecurity and class.relforcerowsecurity)
      and (class.relname in ('teams', 'users') or exists (
        select from pg_attribute where attrelid = class.oid and attname = 'team_id' and not attisdropped))
    order by 1`)
  const tables = open.rows.map(({ name }) => name)
  if (tables.length > 0) {
    return wrong(
      `Row-level security: not in force on ${tables.join(', ')}. Run \`npm run migrate -- check\` to see who changed what.`,
    )
  }
  const roles = await client.query(
    "select from pg_roles where rolname = 'shipclock_app' and (rolsuper or rolbypassrls)",
  )
  if (roles.rows.length > 0) {
    return wrong(
      'Row-level security: the role shipclock_app may pass it by. Run `ALTER ROLE shipclock_app NOSUPERUSER NOBYPASSRLS`.',
    )
  }
  return fine('Row-level security: in force on every table of a team.')
}
