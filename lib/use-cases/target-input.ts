import { ecsNameFault } from '@/lib/domain/field-faults'
import { isImageRepository } from '@/lib/domain/image-reference'
import { accept, type Result } from '@/lib/domain/result'
import type { TeamDatabase } from '@/lib/postgres/database'
import { environmentView } from '@/lib/postgres/environments'
import type { TargetSettings } from '@/lib/postgres/targets'
import { firstFault, type Invalid, invalid, type NotFound, notFound } from './resource-refusals'

/** Where an application runs in one environment. */
export interface TargetInput {
  /** Id or slug. */
  environment: string
  service: string
  container: string
  /** Lets a bare tag stand for an image. */
  imageRepository: string | null
}

/** Checks an application's targets and finds their environments. Each environment is named once. */
export async function resolveTargets(
  database: TeamDatabase,
  inputs: readonly TargetInput[],
): Promise<Result<TargetSettings[], Invalid | NotFound>> {
  const targets: TargetSettings[] = []
  for (const [index, input] of inputs.entries()) {
    const resolved = await resolveTarget(database, input, `targets.${index}`)
    if (!resolved.ok) return resolved
    if (targets.some(({ environmentId }) => environmentId === resolved.value.environmentId)) {
      return invalid(
        `targets.${index}.environment`,
        'This environment is in the list already: an application has one target in each.',
      )
    }
    targets.push(resolved.value)
  }
  return accept(targets)
}

async function resolveTarget(
  database: TeamDatabase,
  input: TargetInput,
  path: string,
): Promise<Result<TargetSettings, Invalid | NotFound>> {
  const service = input.service.trim()
  const container = input.container.trim()
  const imageRepository = input.imageRepository?.trim() || null
  const fault = firstFault({
    [`${path}.service`]: ecsNameFault('service', service),
    [`${path}.container`]: ecsNameFault('container', container),
    [`${path}.imageRepository`]: imageRepository === null ? null : repositoryFault(imageRepository),
  })
  if (fault !== null) return fault
  const environment = await environmentView(database, input.environment.trim())
  if (environment === null) {
    return notFound('environment', { name: input.environment, path: `${path}.environment` })
  }
  return accept({ environmentId: environment.id, service, container, imageRepository })
}

function repositoryFault(repository: string): string | null {
  return isImageRepository(repository)
    ? null
    : 'An image repository is a name without tag or digest, such as registry.example.com/web.'
}
