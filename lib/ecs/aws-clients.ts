import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { ECSClient } from '@aws-sdk/client-ecs'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { assertNever } from '@/lib/domain/assert-never'
import { checkAddress, guardedLookup } from '@/lib/net/address-guard'
import { RolloutRejected, RolloutUnavailable } from '@/lib/ports/rollout-errors'
import type { CloudAccountAccess } from '@/lib/ports/rollouts'
import { toRolloutError } from './errors'

export interface AwsClients {
  ecs: ECSClient
  /** As the account's identity. */
  sts: STSClient
  /** As the worker's own identity, which assumes the account's role. */
  ambientSts: STSClient
}

export interface AwsClientSettings {
  /** Opens an account's stored keys; what it throws is shown to people if it is a `SecretUnreadable`. */
  openCredentials: (account: CloudAccountAccess) => Promise<{ accessKeyId: string; secretAccessKey: string }>
  allowPrivateEndpoints: boolean
  /** After this long a single exchange is cut. */
  requestMs: number
}

export interface AwsClientCache {
  /** Clients for an account as it is now: other keys, another region or endpoint give other clients. */
  get(account: CloudAccountAccess, sessionName: string): AwsClients
  /** Forgets the clients and with them their credentials, which AWS said have expired. */
  forget(account: CloudAccountAccess, sessionName: string): void
}

/** More accounts and running deployments than one worker sees within an hour. */
const MOST_CLIENTS = 256
const ROLE_SESSION_SECONDS = 3600

type Identity = { accessKeyId: string; secretAccessKey: string; sessionToken?: string; expiration?: Date }

export function createAwsClientCache(settings: AwsClientSettings): AwsClientCache {
  const cache = new Map<string, AwsClients>()
  const connect = createConnections(settings)
  return {
    get(account, sessionName) {
      const key = keyOf(account, sessionName)
      const clients = cache.get(key) ?? createClients(account, sessionName, settings, connect)
      cache.delete(key)
      cache.set(key, clients)
      const oldest = cache.keys().next().value
      if (cache.size > MOST_CLIENTS && oldest !== undefined) cache.delete(oldest)
      return clients
    },
    forget(account, sessionName) {
      cache.delete(keyOf(account, sessionName))
    },
  }
}

/** A role's session carries the deployment's name, so its clients serve that deployment only. */
function keyOf(account: CloudAccountAccess, sessionName: string): string {
  const { id, teamId, region, endpoint, credentials } = account
  return JSON.stringify([
    teamId,
    id,
    region,
    endpoint,
    credentials,
    credentials.kind === 'role' ? sessionName : null,
  ])
}

type Connections = (account: CloudAccountAccess) => ClientConfig

interface ClientConfig {
  region: string
  endpoint?: string
  maxAttempts: number
  requestHandler: {
    httpAgent: HttpAgent
    httpsAgent: HttpsAgent
    connectionTimeout: number
    requestTimeout: number
    throwOnRequestTimeout: boolean
  }
}

/**
 * The SDK never retries by itself: it resends a write after a 500, and repeats a quota error. AWS's own
 * endpoints are not guarded: inside a VPC they rightly resolve to private addresses.
 */
function createConnections({ allowPrivateEndpoints, requestMs }: AwsClientSettings): Connections {
  const rules = { allowPrivate: allowPrivateEndpoints }
  const handlerWith = (options: ConstructorParameters<typeof HttpsAgent>[0]) => ({
    httpAgent: new HttpAgent({ ...options, keepAlive: true, maxSockets: 100 }),
    httpsAgent: new HttpsAgent({ ...options, keepAlive: true, maxSockets: 100 }),
    connectionTimeout: Math.min(3000, requestMs),
    requestTimeout: requestMs,
    throwOnRequestTimeout: true,
  })
  const open = handlerWith({})
  const guarded = handlerWith({ lookup: guardedLookup(rules) })
  return ({ region, endpoint }) => {
    if (endpoint === null) return { region, maxAttempts: 1, requestHandler: open }
    const checked = checkAddress(endpoint, rules)
    if (!checked.ok)
      throw new RolloutRejected(`The cloud account's endpoint can't be used. ${checked.refusal.message}`)
    return { region, endpoint, maxAttempts: 1, requestHandler: guarded }
  }
}

function createClients(
  account: CloudAccountAccess,
  sessionName: string,
  settings: AwsClientSettings,
  connect: Connections,
): AwsClients {
  const config = connect(account)
  const ambientSts = new STSClient(config)
  const credentials = credentialsFor(account, sessionName, settings, ambientSts)
  if (credentials === null) return { ecs: new ECSClient(config), sts: ambientSts, ambientSts }
  const withCredentials = { ...config, credentials }
  return { ecs: new ECSClient(withCredentials), sts: new STSClient(withCredentials), ambientSts }
}

/** Null: the SDK's default chain, which is the worker's own identity. The SDK renews what expires. */
function credentialsFor(
  account: CloudAccountAccess,
  sessionName: string,
  settings: AwsClientSettings,
  ambientSts: STSClient,
): (() => Promise<Identity>) | null {
  const { credentials } = account
  switch (credentials.kind) {
    case 'static':
      return () => openStaticKeys(account, settings)
    case 'role': {
      const { roleArn, externalId } = credentials
      return () => assumeRole(ambientSts, account, { roleArn, externalId, sessionName }, settings.requestMs)
    }
    case 'ambient':
      return null
    default:
      return assertNever(credentials)
  }
}

async function openStaticKeys(account: CloudAccountAccess, settings: AwsClientSettings): Promise<Identity> {
  try {
    const { accessKeyId, secretAccessKey } = await settings.openCredentials(account)
    return { accessKeyId, secretAccessKey }
  } catch (error) {
    // Only this error's words are known to hold nothing secret.
    const why = error instanceof Error && error.name === 'SecretUnreadable' ? ` ${error.message}` : ''
    throw new RolloutRejected(`The stored keys of cloud account "${account.name}" can't be opened.${why}`)
  }
}

async function assumeRole(
  ambientSts: STSClient,
  account: CloudAccountAccess,
  order: { roleArn: string; externalId: string; sessionName: string },
  timeoutMs: number,
): Promise<Identity> {
  try {
    const { Credentials } = await ambientSts.send(
      new AssumeRoleCommand({
        RoleArn: order.roleArn,
        ExternalId: order.externalId,
        RoleSessionName: order.sessionName,
        DurationSeconds: ROLE_SESSION_SECONDS,
      }),
      { abortSignal: AbortSignal.timeout(timeoutMs) },
    )
    if (!Credentials?.AccessKeyId || !Credentials.SecretAccessKey) {
      throw new RolloutUnavailable(`STS gave no credentials for cloud account "${account.name}".`)
    }
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Credentials
    return {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
      expiration: Expiration,
    }
  } catch (error) {
    // A read even before a write: no credentials, nothing sent to ECS yet.
    throw toRolloutError(error, { action: 'sts:AssumeRole', kind: 'read', account: account.name })
  }
}
