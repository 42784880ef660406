import { z } from 'zod'
import type { CredentialsInput } from '@/lib/use-cases/cloud-account-input'
import { optionalText, requestSchemas, requiredText } from './schemas'

const NAME = 200

/** Held by nobody but the worker once they are stored. */
const credentials = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('static'),
      access_key_id: requiredText(200),
      secret_access_key: requiredText(500).meta({ writeOnly: true }),
    }),
    z.strictObject({ kind: z.literal('role'), role_arn: requiredText(2048) }),
    z.strictObject({ kind: z.literal('ambient') }).meta({ description: 'The worker’s own identity.' }),
  ])
  .transform((given): CredentialsInput => {
    if (given.kind === 'ambient') return given
    if (given.kind === 'role') return { kind: 'role', roleArn: given.role_arn }
    return { kind: 'static', accessKeyId: given.access_key_id, secretAccessKey: given.secret_access_key }
  })

/** What `POST /cloud_accounts` takes. */
export const createCloudAccountBody = z.strictObject({
  name: requiredText(NAME),
  region: requiredText(NAME),
  endpoint: optionalText(2048).meta({ description: 'Of an ECS-compatible server; AWS itself unless given.' }),
  credentials,
})
requestSchemas.add(createCloudAccountBody, { id: 'CloudAccountRequest' })

/** What `PATCH /cloud_accounts/{id}` takes. Stored keys stay unless new credentials are given. */
export const updateCloudAccountBody = z.strictObject({
  name: requiredText(NAME).optional(),
  region: requiredText(NAME).optional(),
  endpoint: optionalText(2048).optional(),
  credentials: credentials.optional(),
})
requestSchemas.add(updateCloudAccountBody, { id: 'CloudAccountChange' })
