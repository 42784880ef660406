'use server'

import { z } from 'zod'
import { teamAction } from '@/app/team-action'
import { createApplication } from '@/lib/use-cases/create-application'
import { deleteApplication } from '@/lib/use-cases/delete-application'
import { updateApplication } from '@/lib/use-cases/update-application'

const application = z.object({
  name: z.string(),
  slug: z.string().nullable(),
  targets: z.array(
    z.object({
      environment: z.string(),
      service: z.string(),
      container: z.string(),
      imageRepository: z.string().nullable(),
    }),
  ),
})

export const createApplicationAction = teamAction(application, createApplication)

export const updateApplicationAction = teamAction(application.extend({ id: z.string() }), updateApplication)

export const deleteApplicationAction = teamAction(z.object({ id: z.string() }), deleteApplication)
