import type { StartEnvironment } from '@/lib/env'

type Variables = NodeJS.ProcessEnv

/** The variables of each process: what it needs, and no secret of another's. */
export interface ProcessEnvironments {
  web: Variables
  worker: Variables
  sandbox: Variables
}

/** Only for the first start, which is ours. */
const ours = ['SHIPCLOCK_ADMIN_EMAIL', 'SHIPCLOCK_ADMIN_PASSWORD']
const workersAlone = /^(SHIPCLOCK_VAULT_PRIVATE_KEY|AWS_.*)$/
const websAlone =
  /^(SHIPCLOCK_SECRET|SHIPCLOCK_METRICS_TOKEN|NEXTAUTH_SECRET|(GITHUB|GOOGLE|OIDC_CLIENT)_SECRET)$/
const ofEveryProgram =
  /^(PATH|HOME|LANG|LC_.*|TZ|TMPDIR|TEMP|TMP|SYSTEMROOT|NODE_COMPILE_CACHE|SHIPCLOCK_SANDBOX_.*|SHIPCLOCK_LOG_LEVEL)$/

function pick(source: Variables, isWanted: (name: string) => boolean): Variables {
  const wanted = Object.entries(source).filter(([name]) => isWanted(name))
  return { NODE_ENV: source.NODE_ENV, ...Object.fromEntries(wanted) }
}

/**
 * Divides what the supervisor knows among its children.
 *
 * @param source the supervisor's own variables
 * @param secrets variables that are kept in the data folder; empty when they are given from outside
 */
export function processEnvironments(
  source: Variables,
  environment: StartEnvironment & { databaseUrl: string },
  secrets: Record<string, string>,
): ProcessEnvironments {
  const all: Variables = {
    ...secrets,
    ...source,
    NEXT_TELEMETRY_DISABLED: '1',
    DATABASE_URL: environment.databaseUrl,
    SHIPCLOCK_DATA_DIR: environment.dataDir,
    SHIPCLOCK_DEMO: String(environment.demo),
    SHIPCLOCK_SANDBOX_PORT: String(environment.sandboxPort),
    PORT: String(environment.port),
    HOST: environment.host,
  }
  const isPassedOn = (name: string) => !ours.includes(name) && !name.startsWith('npm_')
  return {
    web: pick(all, (name) => isPassedOn(name) && !workersAlone.test(name)),
    worker: pick(all, (name) => isPassedOn(name) && !websAlone.test(name)),
    sandbox: pick(all, (name) => ofEveryProgram.test(name) || name === 'SHIPCLOCK_DATA_DIR'),
  }
}
