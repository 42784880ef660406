'use server'

import { z } from 'zod'
import { teamAction } from '@/app/team-action'
import { createCloudAccount } from '@/lib/use-cases/create-cloud-account'
import { deleteCloudAccount } from '@/lib/use-cases/delete-cloud-account'
import { requestCloudAccountCheck } from '@/lib/use-cases/request-cloud-account-check'
import { updateCloudAccount } from '@/lib/use-cases/update-cloud-account'

const credentials = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('static'),
    accessKeyId: z.string().trim(),
    secretAccessKey: z.string().trim(),
  }),
  z.object({ kind: z.literal('role'), roleArn: z.string().trim() }),
  z.object({ kind: z.literal('ambient') }),
])

const account = z.object({
  name: z.string().trim(),
  region: z.string().trim(),
  endpoint: z.string().trim().nullable(),
  credentials,
})

const id = z.object({ id: z.string() })

export const createCloudAccountAction = teamAction(account, createCloudAccount)

/** Credentials that are left out stay as they are. */
export const updateCloudAccountAction = teamAction(
  account.extend({ id: z.string(), credentials: credentials.optional() }),
  updateCloudAccount,
)

export const deleteCloudAccountAction = teamAction(id, deleteCloudAccount)

/** Asks a worker for the connection test; what it finds arrives on the page by itself. */
export const testConnectionAction = teamAction(id, requestCloudAccountCheck)
