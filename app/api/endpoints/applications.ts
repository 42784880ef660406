import { z } from 'zod'
import type { Endpoint } from '@/app/api/endpoint'
import { resourceEndpoints } from '@/app/api/resource-endpoints'
import { answerSchemas, instantText, optionalText, requestSchemas, requiredText } from '@/app/api/schemas'
import { getApplication } from '@/lib/queries/get-application'
import { listApplications } from '@/lib/queries/list-applications'
import type { ApplicationView } from '@/lib/queries/resource-views'
import { createApplication } from '@/lib/use-cases/create-application'
import { deleteApplication } from '@/lib/use-cases/delete-application'
import { updateApplication } from '@/lib/use-cases/update-application'

const NAME = 200

const targetBody = z
  .strictObject({
    environment: requiredText(NAME).meta({ description: 'Id or slug.' }),
    service: requiredText(NAME).meta({ description: 'Name of the ECS service.' }),
    container: requiredText(NAME).meta({ description: 'Name of the container in its task definition.' }),
    image_repository: optionalText(600).meta({ description: 'Lets a bare tag stand for an image.' }),
  })
  .transform(({ image_repository, ...target }) => ({ ...target, imageRepository: image_repository }))

const createBody = z.strictObject({
  name: requiredText(NAME),
  slug: optionalText(NAME).meta({ description: 'Made of the name unless given.' }),
  targets: z.array(targetBody).max(100).default([]),
})
requestSchemas.add(createBody, { id: 'ApplicationRequest' })

const updateBody = z.strictObject({
  name: requiredText(NAME).optional(),
  slug: optionalText(NAME),
  targets: z.array(targetBody).max(100).optional().meta({ description: 'The whole new list.' }),
})
requestSchemas.add(updateBody, { id: 'ApplicationChange' })

const shown = z.object({
  id: z.uuid(),
  name: z.string(),
  slug: z.string(),
  created_at: instantText,
  targets: z.array(
    z.object({
      id: z.uuid(),
      environment: z.string().meta({ description: 'Slug.' }),
      environment_id: z.uuid(),
      service: z.string(),
      container: z.string(),
      image_repository: z.string().nullable(),
    }),
  ),
})
answerSchemas.add(shown, { id: 'Application' })

function show({ id, name, slug, createdAt, targets }: ApplicationView): z.input<typeof shown> {
  return {
    ...{ id, name, slug },
    created_at: createdAt.toISOString(),
    targets: targets.map((target) => ({
      id: target.id,
      environment: target.environment.slug,
      environment_id: target.environment.id,
      service: target.service,
      container: target.container,
      image_repository: target.imageRepository,
    })),
  }
}

export const applicationEndpoints: readonly Endpoint[] = resourceEndpoints({
  ...{
    path: '/applications',
    tag: 'Applications',
    name: 'an application',
    shown,
    show,
    createBody,
    updateBody,
  },
  ...{ list: listApplications, get: getApplication, create: createApplication },
  example: {
    name: 'Web',
    targets: [
      {
        ...{ environment: 'production', service: 'web', container: 'web' },
        image_repository: 'registry.example.com/web',
      },
    ],
  },
  ...{ update: updateApplication, remove: deleteApplication },
})
