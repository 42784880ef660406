'use server'

import { z } from 'zod'
import { teamAction } from '@/app/team-action'
import { createApiToken } from '@/lib/use-cases/create-api-token'
import { revokeApiToken } from '@/lib/use-cases/revoke-api-token'

export const createApiTokenAction = teamAction(
  z.object({ name: z.string(), expiresInDays: z.number().int().nullable() }),
  createApiToken,
)

export const revokeApiTokenAction = teamAction(z.object({ id: z.string() }), revokeApiToken)
