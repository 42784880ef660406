import type { ApplicationView } from '@/lib/queries/resource-views'

export type TargetChoice = ApplicationView['targets'][number]

/** The application with this slug, among those that the form offers. */
export function pickApplication(
  applications: readonly ApplicationView[],
  slug: string | null,
): ApplicationView | null {
  return applications.find((application) => application.slug === slug) ?? null
}

/** The application's target in an environment; its only one when there is nothing to choose. */
export function pickTarget(application: ApplicationView, environment: string | null): TargetChoice | null {
  const [only, ...others] = application.targets
  if (only && others.length === 0) return only
  return application.targets.find((target) => target.environment.slug === environment) ?? null
}
