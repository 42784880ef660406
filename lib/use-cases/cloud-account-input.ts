import { assertNever } from '@/lib/domain/assert-never'
import {
  accessKeyIdFault,
  nameFault,
  regionFault,
  roleArnFault,
  secretAccessKeyFault,
} from '@/lib/domain/field-faults'
import { checkAddress } from '@/lib/net/address-guard'
import type { StoredCredentials } from '@/lib/postgres/cloud-accounts'
import type { Services } from '@/lib/services'
import { sealSecret } from '@/lib/vault/seal'
import { firstFault, type Invalid } from './resource-refusals'

/** Credentials as somebody enters them, once. They are never shown again. */
export type CredentialsInput =
  | { kind: 'static'; accessKeyId: string; secretAccessKey: string }
  | { kind: 'role'; roleArn: string }
  | { kind: 'ambient' }

export interface CloudAccountSettings {
  name: string
  region: string
  /** Another address than AWS's own, for ECS-compatible servers; null: AWS. */
  endpoint: string | null
}

/**
 * What is wrong with the settings and, if any are given, the credentials; or null. Whether they work,
 * only the connection test can tell.
 */
export function cloudAccountFault(
  services: Services,
  settings: CloudAccountSettings,
  credentials: CredentialsInput | null,
): { ok: false; refusal: Invalid } | null {
  const { name, region, endpoint } = settings
  return firstFault({
    name: nameFault(name),
    region: regionFault(region),
    endpoint: endpoint === null ? null : endpointFault(endpoint, services.allowPrivateEndpoints),
    ...(credentials !== null && credentialFaults(credentials)),
  })
}

function endpointFault(endpoint: string, allowPrivate: boolean): string | null {
  const checked = checkAddress(endpoint, { allowPrivate })
  return checked.ok ? null : checked.refusal.message
}

function credentialFaults(credentials: CredentialsInput): Record<string, string | null> {
  switch (credentials.kind) {
    case 'static':
      return {
        'credentials.accessKeyId': accessKeyIdFault(credentials.accessKeyId),
        'credentials.secretAccessKey': secretAccessKeyFault(credentials.secretAccessKey),
      }
    case 'role':
      return { 'credentials.roleArn': roleArnFault(credentials.roleArn) }
    case 'ambient':
      return {}
    default:
      return assertNever(credentials)
  }
}

/** As somebody typed or pasted them, without the white space around. */
export function tidyCloudAccount(settings: CloudAccountSettings): CloudAccountSettings {
  return {
    name: settings.name.trim(),
    region: settings.region.trim(),
    endpoint: settings.endpoint?.trim() || null,
  }
}

export function tidyCredentials(credentials: CredentialsInput): CredentialsInput {
  switch (credentials.kind) {
    case 'static': {
      const { accessKeyId, secretAccessKey } = credentials
      return { kind: 'static', accessKeyId: accessKeyId.trim(), secretAccessKey: secretAccessKey.trim() }
    }
    case 'role':
      return { kind: 'role', roleArn: credentials.roleArn.trim() }
    case 'ambient':
      return credentials
    default:
      return assertNever(credentials)
  }
}

/** Seals keys to the worker, bound to their team and account: the web process can't open them again. */
export async function storeCredentials(
  services: Services,
  place: { teamId: string; recordId: string },
  credentials: CredentialsInput,
): Promise<StoredCredentials> {
  if (credentials.kind !== 'static') return credentials
  const { accessKeyId, secretAccessKey } = credentials
  const sealed = await sealSecret(services.vaultPublicKey, place, { accessKeyId, secretAccessKey })
  return { kind: 'static', sealed }
}
