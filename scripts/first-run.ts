import { teamIdOfRow } from '@/lib/auth/team-id'
import type { Actor } from '@/lib/domain/actor'
import type { Result } from '@/lib/domain/result'
import { slugify } from '@/lib/domain/slug'
import { teamBySlug } from '@/lib/postgres/teams'
import { countUsers } from '@/lib/postgres/users'
import { openServices, type Services } from '@/lib/services'
import { createTeam } from '@/lib/use-cases/create-team'
import { createUser } from '@/lib/use-cases/create-user'
import { seedDemo } from '@/sandbox/demo/seed'
import { CommandError } from '@/scripts/command-error'

/** What the first start makes. */
export interface FirstRunOptions {
  databaseUrl: string
  vaultPublicKey: string
  /** Null: no demo team. Else where its ECS sandbox listens. */
  sandboxPort: number | null
  allowPrivateEndpoints: boolean
  admin: { email: string; password: string }
}

/**
 * Makes the first team, in a demo with all that it needs, and then its admin: as long as there is no
 * user, an interrupted first start is repeated.
 *
 * @returns how to sign in, or null when it was done before
 */
export async function firstRun(
  options: FirstRunOptions,
): Promise<{ signIn: { email: string; password: string } | null }> {
  const services = openServices({ ...options, applicationName: 'shipclock start', maxConnections: 2 })
  try {
    const users = await services.database.asSystem(countUsers)
    if (users > 0) return { signIn: null }
    const team = options.sandboxPort === null ? 'My team' : 'Demo'
    const actor = await firstActor(services, team)
    if (options.sandboxPort !== null) {
      await seedDemo(services, actor, `http://127.0.0.1:${options.sandboxPort}`)
    }
    done(await createUser(services, { ...options.admin, name: 'Admin', team, role: 'admin' }))
    return { signIn: options.admin }
  } finally {
    await services.close()
  }
}

/** Acts before there is anybody. */
async function firstActor(services: Services, team: string): Promise<Actor> {
  const existing = await services.database.asSystem((database) => teamBySlug(database, slugify(team)))
  const made = existing ?? done(await createTeam(services, { name: team }))
  return { teamId: teamIdOfRow(made), userId: null, role: 'admin', label: 'First start' }
}

function done<Value>(result: Result<Value, { kind: string; path?: string; message?: string }>): Value {
  if (result.ok) return result.value
  const { path, message, kind } = result.refusal
  const variable =
    path === 'password' ? 'SHIPCLOCK_ADMIN_PASSWORD: ' : path === 'email' ? 'SHIPCLOCK_ADMIN_EMAIL: ' : ''
  throw new CommandError(`${variable}${message ?? kind}`)
}
