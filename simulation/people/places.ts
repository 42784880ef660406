import type { Services } from '@/lib/services'
import { createApplication } from '@/lib/use-cases/create-application'
import { updateTeam } from '@/lib/use-cases/update-team'
import type { ScriptedServiceSettings } from '@/tests/contract/rollouts/scripted-service'
import { accepted, createTeamFixture, type TeamFixture } from '@/tests/setup/fixtures'

/** A team, and where its applications run. */
export interface Place {
  team: TeamFixture
  /** Slugs of applications and of environments that they run in. */
  targets: { application: string; environment: string }[]
  services: ScriptedServiceSettings[]
}

const MORE = ['billing', 'search', 'mail', 'reports', 'chat', 'media', 'auth', 'edge']
const CLUSTERS = { production: 'demo', staging: 'demo-staging' }
const BREAKERS = [
  { enabled: true, rollback: true },
  { enabled: true, rollback: true },
  { enabled: true, rollback: false },
  { enabled: false, rollback: false },
]

/** @param maxRunning how many of its deployments may run at once; null: as many as usual. */
export async function createPlace(
  services: Services,
  name: string,
  maxRunning: number | null,
): Promise<Place> {
  const team = await createTeamFixture(services, { name })
  for (const slug of MORE) {
    const image = { imageRepository: `registry.example/${slug}` }
    const targets = ['production', 'staging'].map((environment) => ({
      environment,
      service: slug,
      container: slug,
      ...image,
    }))
    accepted(await createApplication(services, team.admin, { name: slug, slug, targets }))
  }
  if (maxRunning !== null) accepted(await updateTeam(services, team.admin, { maxRunning }))
  const everywhere = ['api', 'web', ...MORE]
  const targets = [
    ...everywhere.map((application) => ({ application, environment: 'production' })),
    ...everywhere.map((application) => ({ application, environment: 'staging' })),
    { application: 'worker', environment: 'production' },
  ]
  return { team, targets, services: targets.map(serviceOf) }
}

function serviceOf(
  { application, environment }: Place['targets'][number],
  index: number,
): ScriptedServiceSettings {
  return {
    cluster: environment === 'staging' ? CLUSTERS.staging : CLUSTERS.production,
    ...{ name: application, container: application, image: `registry.example/${application}:0` },
    desiredCount: 1 + (index % 3),
    circuitBreaker: BREAKERS[index % BREAKERS.length] ?? { enabled: true, rollback: true },
  }
}
