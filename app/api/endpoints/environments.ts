import { z } from 'zod'
import type { Endpoint } from '@/app/api/endpoint'
import { resourceEndpoints } from '@/app/api/resource-endpoints'
import { answerSchemas, instantText, requestSchemas, requiredText, wholeNumber } from '@/app/api/schemas'
import { MAX_START_DEADLINE_MINUTES } from '@/lib/domain/lead-time'
import { getEnvironment } from '@/lib/queries/get-environment'
import { listEnvironments } from '@/lib/queries/list-environments'
import type { EnvironmentView } from '@/lib/queries/resource-views'
import { createEnvironment } from '@/lib/use-cases/create-environment'
import { deleteEnvironment } from '@/lib/use-cases/delete-environment'
import { updateEnvironment } from '@/lib/use-cases/update-environment'

const NAME = 200

const fields = z.strictObject({
  name: requiredText(NAME),
  cloud_account: requiredText(NAME).meta({ description: 'Id or name.' }),
  cluster: requiredText(NAME).meta({ description: 'Name of the ECS cluster.' }),
  start_deadline_minutes: wholeNumber(1, MAX_START_DEADLINE_MINUTES).nullish().meta({
    description: 'Of deployments that name no start deadline of their own; null: 60.',
  }),
})

const createBody = fields.transform(({ cloud_account, start_deadline_minutes, ...rest }) => ({
  ...rest,
  cloudAccount: cloud_account,
  startDeadlineMinutes: start_deadline_minutes,
}))
requestSchemas.add(createBody, { id: 'EnvironmentRequest' })

const updateBody = fields.partial().transform(({ cloud_account, start_deadline_minutes, ...rest }) => ({
  ...rest,
  cloudAccount: cloud_account,
  startDeadlineMinutes: start_deadline_minutes,
}))
requestSchemas.add(updateBody, { id: 'EnvironmentChange' })

const shown = z.object({
  id: z.uuid(),
  name: z.string(),
  slug: z.string(),
  cluster: z.string(),
  cloud_account: z.string().meta({ description: 'Name.' }),
  cloud_account_id: z.uuid(),
  region: z.string(),
  start_deadline_minutes: z.int().nullable(),
  created_at: instantText,
})
answerSchemas.add(shown, { id: 'Environment' })

function show(environment: EnvironmentView): z.input<typeof shown> {
  const { id, name, slug, cluster, cloudAccount, createdAt } = environment
  return {
    ...{ id, name, slug, cluster },
    cloud_account: cloudAccount.name,
    cloud_account_id: cloudAccount.id,
    region: cloudAccount.region,
    start_deadline_minutes: environment.startDeadlineMinutes,
    created_at: createdAt.toISOString(),
  }
}

export const environmentEndpoints: readonly Endpoint[] = resourceEndpoints({
  ...{
    path: '/environments',
    tag: 'Environments',
    name: 'an environment',
    shown,
    show,
    createBody,
    updateBody,
  },
  ...{ list: listEnvironments, get: getEnvironment, create: createEnvironment },
  example: { name: 'Production', cloud_account: 'AWS', cluster: 'production' },
  ...{ update: updateEnvironment, remove: deleteEnvironment },
})
