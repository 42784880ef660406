import { z } from 'zod'
import type { CloudAccountView, CredentialsView } from '@/lib/queries/resource-views'
import { answerSchemas, instantText } from './schemas'

const credentials = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('static') }),
  z.object({
    kind: z.literal('role'),
    role_arn: z.string(),
    external_id: z.string().meta({ description: 'What the role’s trust policy has to ask for.' }),
  }),
  z.object({ kind: z.literal('ambient') }),
])

/** A cloud account as the API answers it, without anything secret. */
export const cloudAccountResult = z.object({
  id: z.uuid(),
  name: z.string(),
  region: z.string(),
  endpoint: z.string().nullable(),
  credentials,
  created_at: instantText,
  updated_at: instantText,
  check: z
    .object({
      requested_at: instantText.nullable(),
      checked_at: instantText.nullable(),
      error: z.string().nullable(),
    })
    .meta({ description: 'The connection test: under way while requested_at is later than checked_at.' }),
})
answerSchemas.add(cloudAccountResult, { id: 'CloudAccount' })

export function toCloudAccountResult(account: CloudAccountView): z.input<typeof cloudAccountResult> {
  const { id, name, region, endpoint, check } = account
  return {
    ...{ id, name, region, endpoint },
    credentials: toCredentialsResult(account.credentials),
    created_at: account.createdAt.toISOString(),
    updated_at: account.updatedAt.toISOString(),
    check: {
      requested_at: check.requestedAt?.toISOString() ?? null,
      checked_at: check.checkedAt?.toISOString() ?? null,
      error: check.error,
    },
  }
}

function toCredentialsResult(given: CredentialsView): z.input<typeof credentials> {
  if (given.kind !== 'role') return { kind: given.kind }
  return { kind: 'role', role_arn: given.roleArn, external_id: given.externalId }
}
