'use server'

import { z } from 'zod'
import { teamAction } from '@/app/team-action'
import { createEnvironment } from '@/lib/use-cases/create-environment'
import { deleteEnvironment } from '@/lib/use-cases/delete-environment'
import { updateEnvironment } from '@/lib/use-cases/update-environment'

const environment = z.object({
  ...{ name: z.string(), cloudAccount: z.string(), cluster: z.string() },
  startDeadlineMinutes: z.number().nullable().optional(),
})

export const createEnvironmentAction = teamAction(environment, createEnvironment)

export const updateEnvironmentAction = teamAction(environment.extend({ id: z.string() }), updateEnvironment)

export const deleteEnvironmentAction = teamAction(z.object({ id: z.string() }), deleteEnvironment)
