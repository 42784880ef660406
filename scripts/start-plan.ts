import {
  readStartEnvironment,
  readWebEnvironment,
  readWorkerEnvironment,
  type StartEnvironment,
  type WebEnvironment,
} from '@/lib/env'
import { keptSecrets } from '@/scripts/kept-secrets'
import { type ProcessEnvironments, processEnvironments } from '@/scripts/process-environments'

/** What `npm start` is going to do, all of it checked. */
export interface StartPlan {
  environment: StartEnvironment
  web: WebEnvironment
  /** The variables of each process, once the database's address is known. */
  environmentsFor: (databaseUrl: string) => ProcessEnvironments
}

/** The embedded database's address is known only after its start, and cannot be wrong. */
const anyDatabase = 'postgres://localhost/shipclock'

/** Reads everything that can be wrong before anything is started. Throws EnvironmentError. */
export async function makeStartPlan(source: NodeJS.ProcessEnv, isDevelopment: boolean): Promise<StartPlan> {
  const environment = readStartEnvironment(source)
  const secrets = environment.databaseUrl === null ? await keptSecrets(environment.dataDir) : {}
  const mode = { NODE_ENV: isDevelopment ? 'development' : 'production' } as const
  const environmentsFor = (databaseUrl: string) =>
    processEnvironments({ ...source, ...mode }, { ...environment, databaseUrl }, secrets)
  const checked = environmentsFor(environment.databaseUrl ?? anyDatabase)
  readWorkerEnvironment(checked.worker)
  return { environment, web: readWebEnvironment(checked.web), environmentsFor }
}
