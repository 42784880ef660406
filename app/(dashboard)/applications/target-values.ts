import type { TargetView } from '@/lib/queries/resource-views'
import type { EnvironmentChoice, ServiceChoice } from './environment-choice'
import { imageRepository } from './image-repository'

/** One target as the form holds it. */
export interface TargetValues {
  /** Tells the rows apart while they are edited. */
  key: string
  /** Id; empty until chosen. */
  environment: string
  service: string
  container: string
  imageRepository: string
}

export function targetValues(target: TargetView): TargetValues {
  const { id, environment, service, container } = target
  return {
    key: id,
    environment: environment.id,
    service,
    container,
    imageRepository: target.imageRepository ?? '',
  }
}

/** A new row, for the first environment that has none yet. */
export function newTarget(
  existing: readonly TargetValues[],
  environments: readonly EnvironmentChoice[],
): TargetValues {
  const free = environments.find(({ id }) => existing.every(({ environment }) => environment !== id))
  return {
    key: crypto.randomUUID(),
    environment: free?.id ?? '',
    service: '',
    container: '',
    imageRepository: '',
  }
}

export function serviceOf(
  target: TargetValues,
  environments: readonly EnvironmentChoice[],
): ServiceChoice | undefined {
  const environment = environments.find(({ id }) => id === target.environment)
  return environment?.services.find(({ name }) => name === target.service)
}

/** The target with another service; where that was found with one container, so is the rest. */
export function withService(
  target: TargetValues,
  service: string,
  environments: readonly EnvironmentChoice[],
): TargetValues {
  const changed = { ...target, service }
  const found = serviceOf(changed, environments)
  const [only, ...others] = found?.containers ?? []
  return only !== undefined && others.length === 0 ? withContainer(changed, only.name, environments) : changed
}

/** The target with another container, and the repository of the image that this one was found with. */
export function withContainer(
  target: TargetValues,
  container: string,
  environments: readonly EnvironmentChoice[],
): TargetValues {
  const found = serviceOf(target, environments)?.containers.find(({ name }) => name === container)
  return {
    ...target,
    container,
    imageRepository: found ? imageRepository(found.image) : target.imageRepository,
  }
}
