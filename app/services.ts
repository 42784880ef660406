import { readWebEnvironment, type WebEnvironment } from '@/lib/env'
import { type Database, openDatabase } from '@/lib/postgres/database'
import { openServices, type Services } from '@/lib/services'

interface WebProcess {
  environment: WebEnvironment
  services: Services
  healthDatabase: Database | null
}

// Next loads a module once per bundle and again after every edit in development: what is made once
// per process has to live outside the module.
const kept: typeof globalThis & { shipclockWebProcess?: WebProcess } = globalThis

/** Not made on import: building the pages imports everything, without any environment. */
function webProcess(): WebProcess {
  kept.shipclockWebProcess ??= open()
  return kept.shipclockWebProcess
}

function open(): WebProcess {
  const environment = readWebEnvironment(process.env)
  const services = openServices({
    databaseUrl: environment.databaseUrl,
    applicationName: 'shipclock web',
    vaultPublicKey: environment.vaultPublicKey,
    allowPrivateEndpoints: environment.allowPrivateEndpoints,
    failpoints: environment.failpoints,
  })
  return { environment, services, healthDatabase: null }
}

/** The services of this web process. @throws EnvironmentError when a variable is missing or wrong. */
export function services(): Services {
  return webProcess().services
}

/** One connection that the pages and the API can't take: how they do is asked over it. */
export function healthDatabase(): Database {
  const process = webProcess()
  process.healthDatabase ??= openDatabase({
    url: process.environment.databaseUrl,
    applicationName: 'shipclock health',
    maxConnections: 1,
  })
  return process.healthDatabase
}

/** What this web process was told. @throws EnvironmentError as `services` does. */
export function webEnvironment(): WebEnvironment {
  return webProcess().environment
}
