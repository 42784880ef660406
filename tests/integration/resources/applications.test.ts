import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { getApplication } from '@/lib/queries/get-application'
import { getDeployment } from '@/lib/queries/get-deployment'
import { listEnvironments } from '@/lib/queries/list-environments'
import { cancelDeployment } from '@/lib/use-cases/cancel-deployment'
import { createApplication } from '@/lib/use-cases/create-application'
import { createEnvironment } from '@/lib/use-cases/create-environment'
import { deleteApplication } from '@/lib/use-cases/delete-application'
import { deleteCloudAccount } from '@/lib/use-cases/delete-cloud-account'
import { deleteEnvironment } from '@/lib/use-cases/delete-environment'
import { updateApplication } from '@/lib/use-cases/update-application'
import { updateEnvironment } from '@/lib/use-cases/update-environment'
import { createTestDatabase, type TestDatabase } from '@/tests/setup/database'
import {
  accepted,
  createTeamFixture,
  openTestServices,
  type TeamFixture,
  type TestServices,
} from '@/tests/setup/fixtures'
import { scheduleTomorrow, startRunning } from './some-deployment'

let database: TestDatabase
let services: TestServices
let team: TeamFixture

beforeAll(async () => {
  database = await createTestDatabase()
  services = await openTestServices(database.url)
})

afterAll(async () => {
  await services.close()
  await database.drop()
})

beforeEach(async () => {
  team = await createTeamFixture(services)
})

const target = (environment: string, more: object = {}) => ({
  environment,
  service: 'web',
  container: 'web',
  imageRepository: null,
  ...more,
})

async function setTargets(targets: ReturnType<typeof target>[]) {
  return updateApplication(services, team.admin, { id: team.applications.web.id, targets })
}

async function targetsNow() {
  return accepted(await getApplication(services, team.viewer, { id: 'web' })).targets
}

const inWebProduction = { application: 'web', environment: 'production' }

describe('the targets of an application', () => {
  test('keep their ids when only their settings change', async () => {
    const before = await targetsNow()

    const changed = await setTargets([
      target('production', { container: 'nginx', imageRepository: 'registry.example.com/web' }),
      target(team.staging.id),
    ])

    const after = accepted(changed).targets
    expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id))
    expect(after[0]).toMatchObject({ container: 'nginx', imageRepository: 'registry.example.com/web' })
  })

  test('that were never deployed to are deleted, and made anew when they come back', async () => {
    const [production] = await targetsNow()
    accepted(await setTargets([target('staging')]))
    expect((await targetsNow()).map(({ environment }) => environment.slug)).toEqual(['staging'])

    accepted(await setTargets([target('production'), target('staging')]))

    expect((await targetsNow())[0]?.environment.slug).toBe('production')
    expect((await targetsNow())[0]?.id).not.toBe(production?.id)
  })

  test('that have a history are retired with it, and come back as themselves', async () => {
    const [production] = await targetsNow()
    const id = await scheduleTomorrow(services, team.deployer, inWebProduction)
    accepted(await cancelDeployment(services, team.deployer, { id, stopRunning: false }))

    accepted(await setTargets([target('staging')]))
    expect(await targetsNow()).toHaveLength(1)
    const kept = accepted(await getDeployment(services, team.viewer, { id }))
    expect(kept.target).toMatchObject({ id: production?.id, service: 'web' })

    accepted(await setTargets([target('production', { service: 'web-2' }), target('staging')]))
    expect((await targetsNow())[0]).toMatchObject({ id: production?.id, service: 'web-2' })
  })

  test('can’t be taken away from a deployment that is still to come', async () => {
    const before = await targetsNow()
    await scheduleTomorrow(services, team.deployer, inWebProduction)

    expect(await setTargets([target('staging')])).toMatchObject({
      refusal: {
        kind: 'invalid',
        path: 'targets',
        message: expect.stringContaining('Production can’t be removed while a deployment is scheduled'),
      },
    })
    expect(await targetsNow()).toEqual(before)
  })

  test('stay where they are while a deployment runs', async () => {
    await startRunning(services, team.deployer, inWebProduction)

    expect(await setTargets([target('production', { service: 'other' }), target('staging')])).toMatchObject({
      refusal: { kind: 'invalid', path: 'targets.0.service' },
    })
    const cluster = { id: team.environmentId, cluster: 'other' }
    expect(await updateEnvironment(services, team.admin, cluster)).toMatchObject({
      refusal: { kind: 'invalid', path: 'cluster' },
    })
    const rename = { id: team.environmentId, name: 'Live' }
    expect(accepted(await updateEnvironment(services, team.admin, rename))).toMatchObject({
      name: 'Live',
      slug: 'production',
    })
  })

  test.each([
    [[target('production'), target('production')], 'targets.1.environment', 'invalid'],
    [[target('nowhere')], 'targets.0.environment', 'not_found'],
    [[target('production', { service: ' ' })], 'targets.0.service', 'invalid'],
    [[target('production', { service: 'arn:aws:ecs:x' })], 'targets.0.service', 'invalid'],
    [[target('production', { container: 'a b' })], 'targets.0.container', 'invalid'],
    [[target('production', { imageRepository: 'web:1.0' })], 'targets.0.imageRepository', 'invalid'],
  ])('are refused, all of them, when one is wrong: %j', async (targets, path, kind) => {
    const before = await targetsNow()

    expect(await setTargets(targets)).toMatchObject({ ok: false, refusal: { kind, path } })

    expect(await targetsNow()).toEqual(before)
  })
})

describe('names and slugs', () => {
  test.each([
    [{ name: 'Café Été', slug: null }, 'cafe-ete'],
    [{ name: 'Café Été', slug: 'cafe' }, 'cafe'],
  ])('an application of %j has the slug %s', async (names, slug) => {
    expect(accepted(await createApplication(services, team.admin, { ...names, targets: [] })).slug).toBe(slug)
  })

  test.each([
    [{ name: 'api', slug: null }, 'already_exists', 'name'],
    [{ name: 'Other', slug: 'api' }, 'already_exists', 'slug'],
    [{ name: '', slug: null }, 'invalid', 'name'],
    [{ name: '日本', slug: null }, 'invalid', 'name'],
    [{ name: 'Other', slug: 'Not A Slug' }, 'invalid', 'slug'],
    [{ name: 'x'.repeat(101), slug: null }, 'invalid', 'name'],
  ])('an application of %j is refused', async (names, kind, path) => {
    expect(await createApplication(services, team.admin, { ...names, targets: [] })).toMatchObject({
      ok: false,
      refusal: { kind, path },
    })
  })

  test('can be changed to what no other application has', async () => {
    const change = (slug: string) =>
      updateApplication(services, team.admin, { id: team.applications.web.id, name: 'Site', slug })

    expect(await change('api')).toMatchObject({ refusal: { kind: 'already_exists', path: 'slug' } })
    expect(accepted(await change('site'))).toMatchObject({ name: 'Site', slug: 'site' })
  })

  test('are another team’s own matter', async () => {
    const other = await createTeamFixture(services)

    expect(other.applications.api.slug).toBe(team.applications.api.slug)
  })

  test('two that are made at the same moment don’t both get the slug', async () => {
    const make = () => createApplication(services, team.admin, { name: 'Twin', slug: null, targets: [] })

    const results = await Promise.all([make(), make(), make()])

    expect(results.filter(({ ok }) => ok)).toHaveLength(1)
    expect(results.filter((result) => !result.ok && result.refusal.kind === 'already_exists')).toHaveLength(2)
  })
})

describe('environments', () => {
  test('are found by the id or the name of their cloud account', async () => {
    const make = (name: string, cloudAccount: string) =>
      createEnvironment(services, team.admin, { name, cloudAccount, cluster: 'demo' })

    expect(accepted(await make('One', team.cloudAccountId)).cloudAccount.name).toBe('AWS')
    expect(accepted(await make('Two', 'AWS')).cloudAccount.id).toBe(team.cloudAccountId)
    expect(await make('Three', 'Azure')).toMatchObject({
      refusal: { kind: 'not_found', what: 'cloud account', name: 'Azure', path: 'cloudAccount' },
    })
    expect(await make('production', 'AWS')).toMatchObject({ refusal: { kind: 'already_exists' } })
    const { items } = accepted(await listEnvironments(services, team.viewer, {}))
    expect(items.map(({ name }) => name)).toEqual(['One', 'Production', 'Staging', 'Two'])
  })
})

describe('deleting', () => {
  test('is refused for what is still needed, naming by what', async () => {
    await scheduleTomorrow(services, team.deployer, inWebProduction)
    const { admin, cloudAccountId, environmentId, applications } = team

    expect(await deleteCloudAccount(services, admin, { id: cloudAccountId })).toMatchObject({
      refusal: { kind: 'in_use', by: 'the environment Production and Staging' },
    })
    expect(await deleteEnvironment(services, admin, { id: environmentId })).toMatchObject({
      refusal: { kind: 'in_use', by: 'the application API, Web and Worker' },
    })
    expect(await deleteApplication(services, admin, { id: applications.web.id })).toMatchObject({
      refusal: { kind: 'in_use', by: 'the history of its deployments' },
    })
  })

  test('takes what is not needed, from the leaves to the root', async () => {
    const { admin, applications, environmentId, staging, cloudAccountId } = team
    for (const { id } of Object.values(applications)) {
      accepted(await deleteApplication(services, admin, { id }))
    }
    for (const id of [environmentId, staging.id]) accepted(await deleteEnvironment(services, admin, { id }))
    accepted(await deleteCloudAccount(services, admin, { id: cloudAccountId }))

    expect(accepted(await listEnvironments(services, admin, {})).items).toEqual([])
  })

  test('and scheduling at the same moment end with one of the two, never with half', async () => {
    const { admin, deployer, applications } = team
    const [deleted, scheduled] = await Promise.allSettled([
      deleteApplication(services, admin, { id: applications.worker.id }),
      scheduleTomorrow(services, deployer, { application: 'worker', environment: 'production' }),
    ])

    const isThere = (await getApplication(services, admin, { id: 'worker' })).ok
    expect(scheduled.status === 'fulfilled').toBe(isThere)
    expect(deleted).toMatchObject({ status: 'fulfilled', value: { ok: !isThere } })
  })
})
