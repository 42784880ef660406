import { InvariantViolated } from '@/lib/domain/invariant-violated'
import { isUuid } from '@/lib/domain/uuid'
import { Prisma } from '@/lib/generated/prisma/client'
import type { CloudAccountAccess, Discovery, SealedSecret } from '@/lib/ports/rollouts'
import type { CloudAccountView, CredentialsView } from '@/lib/queries/resource-views'
import { readDiscovery, readSealedSecret } from './cloud-account-json'
import type { SystemDatabase, TeamDatabase } from './database'

const VIEW_COLUMNS = {
  id: true,
  name: true,
  region: true,
  endpoint: true,
  credentialKind: true,
  roleArn: true,
  externalId: true,
  createdAt: true,
  updatedAt: true,
  checkRequestedAt: true,
  checkedAt: true,
  checkError: true,
  discovery: true,
} as const

interface ViewRow {
  id: string
  name: string
  region: string
  endpoint: string | null
  credentialKind: 'static' | 'role' | 'ambient'
  roleArn: string | null
  externalId: string
  createdAt: Date
  updatedAt: Date
  checkRequestedAt: Date | null
  checkedAt: Date | null
  checkError: string | null
  discovery: unknown
}

function toView(row: ViewRow): CloudAccountView {
  const { id, name, region, endpoint, createdAt, updatedAt } = row
  return {
    id,
    name,
    region,
    endpoint,
    credentials: toCredentialsView(row),
    createdAt,
    updatedAt,
    check: {
      requestedAt: row.checkRequestedAt,
      checkedAt: row.checkedAt,
      error: row.checkError,
      discovery: readDiscovery(row.discovery),
    },
  }
}

function toCredentialsView(row: ViewRow): CredentialsView {
  if (row.credentialKind !== 'role') return { kind: row.credentialKind }
  return { kind: 'role', roleArn: roleArnOf(row), externalId: row.externalId }
}

function roleArnOf(row: { id: string; roleArn: string | null }): string {
  if (row.roleArn === null) throw new InvariantViolated(`Cloud account ${row.id} has no role.`)
  return row.roleArn
}

/** By name. */
export async function listCloudAccounts(database: TeamDatabase): Promise<CloudAccountView[]> {
  const rows = await database.client.cloudAccount.findMany({
    where: { teamId: database.teamId },
    select: VIEW_COLUMNS,
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  })
  return rows.map(toView)
}

/** By id or name. */
export async function cloudAccountView(
  database: TeamDatabase,
  idOrName: string,
): Promise<CloudAccountView | null> {
  const row = await database.client.cloudAccount.findFirst({
    where: { teamId: database.teamId, ...(isUuid(idOrName) ? { id: idOrName } : { name: idOrName }) },
    select: VIEW_COLUMNS,
  })
  return row === null ? null : toView(row)
}

/** How to reach the account, its credentials still sealed; null when the team has no such account. */
export async function cloudAccountAccess(
  database: TeamDatabase,
  id: string,
): Promise<CloudAccountAccess | null> {
  const row = await database.client.cloudAccount.findFirst({
    where: { teamId: database.teamId, id },
    select: { ...VIEW_COLUMNS, teamId: true, sealedCredentials: true },
  })
  if (row === null) return null
  const { teamId, name, region, endpoint } = row
  return { id, teamId, name, region, endpoint, credentials: toAccess(row) }
}

function toAccess(row: ViewRow & { sealedCredentials: unknown }): CloudAccountAccess['credentials'] {
  const credentials = toCredentialsView(row)
  if (credentials.kind !== 'static') return credentials
  return { kind: 'static', sealed: readSealedSecret(row.sealedCredentials) }
}

/** Credentials as they are stored. Nothing here can open them. */
export type StoredCredentials =
  | { kind: 'static'; sealed: SealedSecret }
  | { kind: 'role'; roleArn: string }
  | { kind: 'ambient' }

export interface CloudAccountChange {
  name: string
  region: string
  endpoint: string | null
  /** Null leaves those that are there. */
  credentials: StoredCredentials | null
}

export async function insertCloudAccount(
  database: TeamDatabase,
  account: CloudAccountChange & { id: string; externalId: string; credentials: StoredCredentials },
): Promise<void> {
  const { id, name, region, endpoint, externalId } = account
  await database.client.cloudAccount.create({
    data: {
      id,
      teamId: database.teamId,
      name,
      region,
      endpoint,
      externalId,
      ...credentialColumns(account.credentials),
    },
    select: { id: true },
  })
}

export async function changeCloudAccount(
  database: TeamDatabase,
  id: string,
  change: CloudAccountChange,
): Promise<void> {
  const { name, region, endpoint, credentials } = change
  await database.client.cloudAccount.update({
    where: { teamId_id: { teamId: database.teamId, id } },
    data: { name, region, endpoint, ...(credentials !== null && credentialColumns(credentials)) },
    select: { id: true },
  })
}

function credentialColumns(credentials: StoredCredentials) {
  return {
    credentialKind: credentials.kind,
    sealedCredentials: credentials.kind === 'static' ? { ...credentials.sealed } : Prisma.DbNull,
    roleArn: credentials.kind === 'role' ? credentials.roleArn : null,
  }
}

export async function deleteCloudAccount(database: TeamDatabase, id: string): Promise<void> {
  await database.client.cloudAccount.delete({
    where: { teamId_id: { teamId: database.teamId, id } },
    select: { id: true },
  })
}

/** Locks the account until the transaction ends, so that nothing begins to use it. False: there is none. */
export async function lockCloudAccount(database: TeamDatabase, id: string): Promise<boolean> {
  if (!isUuid(id)) return false
  const rows = await database.client.$queryRaw<{ id: string }[]>`
    SELECT id FROM cloud_accounts WHERE team_id = ${database.teamId}::uuid AND id = ${id}::uuid FOR UPDATE`
  return rows.length > 0
}

/** Raw, because Prisma would raise `updated_at`, which tells when a person changed the account. */
export async function markCheckRequested(database: TeamDatabase, id: string, at: Date): Promise<void> {
  await database.client.$executeRaw`
    UPDATE cloud_accounts SET check_requested_at = ${at}
    WHERE team_id = ${database.teamId}::uuid AND id = ${id}::uuid`
}

/** The connection test's result: an error in words, or what it found. A failure keeps what was found before. */
export async function recordCheck(
  database: TeamDatabase,
  id: string,
  result: { error: string | null; discovery: Discovery | null },
): Promise<void> {
  const found = result.discovery === null ? null : JSON.stringify(result.discovery)
  const now = await database.now()
  await database.client.$executeRaw`
    UPDATE cloud_accounts SET checked_at = ${now}, check_error = ${result.error},
      discovery = coalesce(${found}::jsonb, discovery)
    WHERE team_id = ${database.teamId}::uuid AND id = ${id}::uuid`
}

/** A cloud account of any team and its last connection test: for whoever runs Shipclock. */
export interface CheckedCloudAccount {
  id: string
  teamId: string
  name: string
  team: string
  checkedAt: Date | null
  checkError: string | null
}

export async function cloudAccountsOfAllTeams(database: SystemDatabase): Promise<CheckedCloudAccount[]> {
  return database.client.$queryRaw<CheckedCloudAccount[]>`
    SELECT account.id, account.team_id AS "teamId", account.name, team.name AS team,
      account.checked_at AS "checkedAt", account.check_error AS "checkError"
    FROM cloud_accounts account JOIN teams team ON team.id = account.team_id
    ORDER BY team.name, account.name`
}
