import type { Actor } from '@/lib/domain/actor'
import type { Result } from '@/lib/domain/result'
import { getApplication } from '@/lib/queries/get-application'
import { getCloudAccount } from '@/lib/queries/get-cloud-account'
import { getEnvironment } from '@/lib/queries/get-environment'
import type { Services } from '@/lib/services'
import { createApplication } from '@/lib/use-cases/create-application'
import { createCloudAccount } from '@/lib/use-cases/create-cloud-account'
import { createEnvironment } from '@/lib/use-cases/create-environment'
import { demoKey } from '@/sandbox/ecs/sandbox'

const cloudAccount = 'Demo AWS (sandbox)'

/** As the sandbox's own demonstration has them: see demo-seed.ts beside its server. */
const environments = [
  { name: 'Production', slug: 'production', cluster: 'demo' },
  { name: 'Staging', slug: 'staging', cluster: 'demo-staging' },
]
const applications = [
  { name: 'API', slug: 'api', environments: ['production', 'staging'] },
  { name: 'Web', slug: 'web', environments: ['production', 'staging'] },
  { name: 'Worker', slug: 'worker', environments: ['production'] },
]

/**
 * Fills a team with what the sandbox offers to deploy to, as a person would, by the use cases. What is
 * there already stays as it is, so that an interrupted first start can be repeated.
 *
 * @param endpoint where the sandbox listens, e.g. `http://127.0.0.1:4510`
 */
export async function seedDemo(services: Services, actor: Actor, endpoint: string): Promise<void> {
  if (!(await getCloudAccount(services, actor, { id: cloudAccount })).ok) {
    const { accessKeyId, secretAccessKey } = demoKey
    const credentials = { kind: 'static', accessKeyId, secretAccessKey } as const
    const account = { name: cloudAccount, region: 'us-east-1', endpoint, credentials }
    done(await createCloudAccount(services, actor, account))
  }
  for (const { name, slug, cluster } of environments) {
    if ((await getEnvironment(services, actor, { id: slug })).ok) continue
    done(await createEnvironment(services, actor, { name, cloudAccount, cluster }))
  }
  for (const { name, slug, environments } of applications) {
    if ((await getApplication(services, actor, { id: slug })).ok) continue
    const imageRepository = `registry.example/shipclock-demo/${slug}`
    const targets = environments.map((environment) => ({
      environment,
      service: slug,
      container: slug,
      imageRepository,
    }))
    done(await createApplication(services, actor, { name, slug, targets }))
  }
}

function done(result: Result<unknown, object>): void {
  if (!result.ok) throw new Error(`The demo could not be made: ${JSON.stringify(result.refusal)}`)
}
