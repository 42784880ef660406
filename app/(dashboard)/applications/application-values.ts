import { ecsNameFault, nameFault, slugFault } from '@/lib/domain/field-faults'
import type { ApplicationView } from '@/lib/queries/resource-views'
import type { EnvironmentChoice } from './environment-choice'
import { newTarget, type TargetValues, targetValues } from './target-values'

export interface ApplicationValues extends Record<string, unknown> {
  name: string
  /** Empty: made of the name. */
  slug: string
  targets: TargetValues[]
}

/** What the form starts with: an application that is edited, or a new one with a first target. */
export function initialValues(
  application: ApplicationView | null,
  environments: readonly EnvironmentChoice[],
): ApplicationValues {
  if (application === null) return { name: '', slug: '', targets: [newTarget([], environments)] }
  return {
    name: application.name,
    slug: application.slug,
    targets: application.targets.map(targetValues),
  }
}

/** Faults by field, as the form shows them; the server judges again. */
export function valueFaults({ name, slug, targets }: ApplicationValues): Record<string, string> {
  const faults: [string, string | null][] = [
    ['name', nameFault(name)],
    ['slug', slug.trim() === '' ? null : slugFault(slug.trim())],
    ...targets.flatMap(({ environment, service, container }, index): [string, string | null][] => [
      [`targets.${index}.environment`, environment === '' ? 'Choose an environment.' : null],
      [`targets.${index}.service`, ecsNameFault('service', service.trim())],
      [`targets.${index}.container`, ecsNameFault('container', container.trim())],
    ]),
  ]
  return Object.fromEntries(faults.filter((fault): fault is [string, string] => fault[1] !== null))
}

/** What is sent. */
export function applicationInput({ name, slug, targets }: ApplicationValues) {
  return {
    name,
    slug: slug.trim() === '' ? null : slug,
    targets: targets.map(({ environment, service, container, imageRepository }) => ({
      environment,
      service,
      container,
      imageRepository: imageRepository.trim() === '' ? null : imageRepository,
    })),
  }
}
