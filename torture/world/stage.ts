import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openServices, type Services } from '@/lib/services'
import { createApiToken } from '@/lib/use-cases/create-api-token'
import { createApplication } from '@/lib/use-cases/create-application'
import { type RunningSandbox, startSandbox } from '@/sandbox/ecs/server'
import { migrateDatabase } from '@/scripts/migrate-database'
import { accepted, createTeamFixture, openTestServices, type TeamFixture } from '@/tests/setup/fixtures'
import type { PlannedService } from '@/torture/plan/work'
import { installHoldLog } from './hold-log'
import { type Outages, openOutages } from './outages'
import { type MortalPostgres, startMortalPostgres } from './postgres'
import { sandboxControl } from './sandbox-control'
import { startTcpProxy, type TcpProxy } from './tcp-proxy'

/** Where a run takes place: all that processes need, and all that can be disturbed. */
export interface Stage {
  dataDir: string
  postgres: MortalPostgres
  sandbox: RunningSandbox
  /** What lies between Shipclock and its database, and between Shipclock and ECS. */
  wires: { database: TcpProxy; platform: TcpProxy }
  outages: Outages
  team: TeamFixture
  /** A deployer's. */
  token: string
  /** For worker and web: the database behind its wire. */
  variables: Record<string, string>
  /** What only workers are told. */
  vaultPrivateKey: string
  /** Services as a process of its own would open them, behind the wire. */
  openOwnServices(): Services & { close(): Promise<void> }
  /** @param keep leaves the data folder, with the processes' logs. */
  close(keep: boolean): Promise<void>
}

const BREAKERS = {
  rollback: { enable: true, rollback: true },
  fail: { enable: true, rollback: false },
  off: { enable: false, rollback: false },
}

export async function setStage(options: {
  services: readonly PlannedService[]
  rolloutSeconds: number
}): Promise<Stage> {
  const dataDir = await mkdtemp(join(tmpdir(), 'shipclock-torture-'))
  const postgres = await startMortalPostgres(dataDir)
  await migrateDatabase(postgres.url)
  await installHoldLog(postgres.url)
  const sandbox = await startSandbox({ port: 0, rolloutSeconds: options.rolloutSeconds, seed: 'demo' })
  const wires = {
    database: await startTcpProxy(Number(new URL(postgres.url).port)),
    platform: await startTcpProxy(sandbox.port),
  }
  const { team, token, keys } = await furnish(postgres.url, sandbox, wires.platform.port, options.services)
  const variables = {
    DATABASE_URL: withPort(postgres.url, wires.database.port),
    SHIPCLOCK_ALLOW_PRIVATE_ENDPOINTS: 'true',
    SHIPCLOCK_VAULT_PUBLIC_KEY: keys.SHIPCLOCK_VAULT_PUBLIC_KEY,
  }
  return {
    ...{ dataDir, postgres, sandbox, wires, team, token, variables },
    outages: openOutages(),
    vaultPrivateKey: keys.SHIPCLOCK_VAULT_PRIVATE_KEY,
    openOwnServices: () =>
      openServices({
        databaseUrl: variables.DATABASE_URL,
        applicationName: 'shipclock torture',
        vaultPublicKey: variables.SHIPCLOCK_VAULT_PUBLIC_KEY,
        allowPrivateEndpoints: true,
      }),
    async close(keep) {
      wires.database.close()
      wires.platform.close()
      await sandbox.close()
      await postgres.stop()
      if (!keep) await rm(dataDir, { recursive: true })
    },
  }
}

/** A team, its cloud account behind the wire, and the planned services on both sides. */
async function furnish(
  databaseUrl: string,
  sandbox: RunningSandbox,
  platformPort: number,
  planned: readonly PlannedService[],
): Promise<{
  team: TeamFixture
  token: string
  keys: Awaited<ReturnType<typeof openTestServices>>['vaultEnvironment']
}> {
  const services = await openTestServices(databaseUrl)
  try {
    const team = await createTeamFixture(services, { endpoint: withPort(sandbox.url, platformPort) })
    const seeded = planned.map(({ name, breaker }) => ({
      name,
      desiredCount: 2,
      deploymentConfiguration: { deploymentCircuitBreaker: BREAKERS[breaker] },
      taskDefinition: { family: name, containers: [{ name, image: `registry.example/${name}:first` }] },
    }))
    await sandboxControl(sandbox, 'POST', 'seed', { clusters: [{ name: 'demo', services: seeded }] })
    for (const { name } of planned) {
      const target = { environment: 'production', service: name, container: name, imageRepository: null }
      accepted(await createApplication(services, team.admin, { name, slug: name, targets: [target] }))
    }
    const { token } = accepted(
      await createApiToken(services, team.deployer, { name: 'torture', expiresInDays: null }),
    )
    return { team, token, keys: services.vaultEnvironment }
  } finally {
    await services.close()
  }
}

function withPort(url: string, port: number): string {
  const address = new URL(url)
  address.port = String(port)
  return address.href.replace(/\/$/, '')
}
