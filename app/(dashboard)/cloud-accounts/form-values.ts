import { assertNever } from '@/lib/domain/assert-never'
import {
  accessKeyIdFault,
  nameFault,
  regionFault,
  roleArnFault,
  secretAccessKeyFault,
} from '@/lib/domain/field-faults'
import type { CloudAccountView } from '@/lib/queries/resource-views'

export type CredentialKind = CloudAccountView['credentials']['kind']

/** What the form holds. The credentials of every kind, so that changing the kind and back loses nothing. */
export interface CloudAccountValues extends Record<string, unknown> {
  name: string
  region: string
  endpoint: string
  credentials: { kind: CredentialKind; accessKeyId: string; secretAccessKey: string; roleArn: string }
}

export type CredentialsInput =
  | { kind: 'static'; accessKeyId: string; secretAccessKey: string }
  | { kind: 'role'; roleArn: string }
  | { kind: 'ambient' }

/** What the form starts with: an account that is edited, or nothing. Secrets never come back. */
export function initialValues(account: CloudAccountView | null): CloudAccountValues {
  const credentials = account?.credentials
  return {
    name: account?.name ?? '',
    region: account?.region ?? '',
    endpoint: account?.endpoint ?? '',
    credentials: {
      kind: credentials?.kind ?? 'role',
      accessKeyId: '',
      secretAccessKey: '',
      roleArn: credentials?.kind === 'role' ? credentials.roleArn : '',
    },
  }
}

/** Faults by field, as the form shows them; the server judges again. */
export function valueFaults(values: CloudAccountValues, hasStoredKeys: boolean): Record<string, string> {
  const { kind, roleArn, accessKeyId, secretAccessKey } = values.credentials
  const needsKeys = kind === 'static' && !keepsStoredKeys(values, hasStoredKeys)
  const faults: Record<string, string | null> = {
    name: nameFault(values.name),
    region: regionFault(values.region.trim()),
    'credentials.roleArn': kind === 'role' ? roleArnFault(roleArn.trim()) : null,
    'credentials.accessKeyId': needsKeys ? accessKeyIdFault(accessKeyId.trim()) : null,
    'credentials.secretAccessKey': needsKeys ? secretAccessKeyFault(secretAccessKey.trim()) : null,
  }
  const found = Object.entries(faults).filter((fault): fault is [string, string] => fault[1] !== null)
  return Object.fromEntries(found)
}

/** Whether the stored keys stay: there are some, and both fields were left empty. */
export function keepsStoredKeys({ credentials }: CloudAccountValues, hasStoredKeys: boolean): boolean {
  const { kind, accessKeyId, secretAccessKey } = credentials
  return hasStoredKeys && kind === 'static' && accessKeyId.trim() === '' && secretAccessKey.trim() === ''
}

/** The credentials of the chosen kind alone. */
export function credentialsInput({ credentials }: CloudAccountValues): CredentialsInput {
  const { kind, roleArn, accessKeyId, secretAccessKey } = credentials
  switch (kind) {
    case 'ambient':
      return { kind }
    case 'role':
      return { kind, roleArn }
    case 'static':
      return { kind, accessKeyId, secretAccessKey }
    default:
      return assertNever(kind)
  }
}
