import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '@/lib/domain/actor'
import { getApplication } from '@/lib/queries/get-application'
import { getCalendarFeed } from '@/lib/queries/get-calendar-feed'
import { getCloudAccount } from '@/lib/queries/get-cloud-account'
import { getEnvironment } from '@/lib/queries/get-environment'
import { listApiTokens } from '@/lib/queries/list-api-tokens'
import { listApplications } from '@/lib/queries/list-applications'
import { listCalendarFeeds } from '@/lib/queries/list-calendar-feeds'
import { listCloudAccounts } from '@/lib/queries/list-cloud-accounts'
import { listEnvironments } from '@/lib/queries/list-environments'
import { listMembers } from '@/lib/queries/list-members'
import { addMember } from '@/lib/use-cases/add-member'
import { changeMemberRole } from '@/lib/use-cases/change-member-role'
import { createApiToken } from '@/lib/use-cases/create-api-token'
import { createApplication } from '@/lib/use-cases/create-application'
import { createCalendarFeed } from '@/lib/use-cases/create-calendar-feed'
import { createCloudAccount } from '@/lib/use-cases/create-cloud-account'
import { createEnvironment } from '@/lib/use-cases/create-environment'
import { deleteApplication } from '@/lib/use-cases/delete-application'
import { deleteCloudAccount } from '@/lib/use-cases/delete-cloud-account'
import { deleteEnvironment } from '@/lib/use-cases/delete-environment'
import { removeMember } from '@/lib/use-cases/remove-member'
import { requestCloudAccountCheck } from '@/lib/use-cases/request-cloud-account-check'
import { revokeApiToken } from '@/lib/use-cases/revoke-api-token'
import { revokeCalendarFeed } from '@/lib/use-cases/revoke-calendar-feed'
import { setMemberDisabled } from '@/lib/use-cases/set-member-disabled'
import { setMemberPassword } from '@/lib/use-cases/set-member-password'
import { signOutMember } from '@/lib/use-cases/sign-out-member'
import { updateApplication } from '@/lib/use-cases/update-application'
import { updateCloudAccount } from '@/lib/use-cases/update-cloud-account'
import { updateEnvironment } from '@/lib/use-cases/update-environment'
import { createTestDatabase, type TestDatabase } from '@/tests/setup/database'
import {
  accepted,
  createTeamFixture,
  openTestServices,
  type TeamFixture,
  type TestServices,
} from '@/tests/setup/fixtures'

let database: TestDatabase
let services: TestServices
let ours: TeamFixture
let theirs: TeamFixture
let theirTokenId: string
let theirFeedId: string

beforeAll(async () => {
  database = await createTestDatabase()
  services = await openTestServices(database.url)
  ours = await createTeamFixture(services)
  theirs = await createTeamFixture(services)
  const token = await createApiToken(services, theirs.admin, { name: 'ci', expiresInDays: null })
  theirTokenId = accepted(token).id
  // Of a viewer, so that they can see it themselves.
  const feed = { name: 'Phone', scope: 'team', environment: null } as const
  theirFeedId = accepted(await createCalendarFeed(services, theirs.viewer, feed)).feed.id
})

afterAll(async () => {
  await services.close()
  await database.drop()
})

const target = (environment: string) => ({
  environment,
  service: 's',
  container: 'c',
  imageRepository: null,
})

/** Everything that takes an id, called by `actor` with the other team's. */
const withTheirIds: Record<string, (actor: Actor) => Promise<unknown>> = {
  getCloudAccount: (actor) => getCloudAccount(services, actor, { id: theirs.cloudAccountId }),
  getEnvironment: (actor) => getEnvironment(services, actor, { id: theirs.environmentId }),
  getCalendarFeed: (actor) => getCalendarFeed(services, actor, { id: theirFeedId }),
  getApplication: (actor) => getApplication(services, actor, { id: theirs.applications.api.id }),
  updateCloudAccount: (actor) =>
    updateCloudAccount(services, actor, { id: theirs.cloudAccountId, name: 'Ours now' }),
  updateEnvironment: (actor) =>
    updateEnvironment(services, actor, { id: theirs.environmentId, name: 'Ours now' }),
  updateApplication: (actor) =>
    updateApplication(services, actor, { id: theirs.applications.api.id, name: 'Ours now', targets: [] }),
  deleteCloudAccount: (actor) => deleteCloudAccount(services, actor, { id: theirs.cloudAccountId }),
  deleteEnvironment: (actor) => deleteEnvironment(services, actor, { id: theirs.environmentId }),
  deleteApplication: (actor) => deleteApplication(services, actor, { id: theirs.applications.api.id }),
  requestCloudAccountCheck: (actor) =>
    requestCloudAccountCheck(services, actor, { id: theirs.cloudAccountId }),
  createEnvironment: (actor) =>
    createEnvironment(services, actor, { name: 'New', cloudAccount: theirs.cloudAccountId, cluster: 'c' }),
  moveEnvironment: (actor) =>
    updateEnvironment(services, actor, { id: ours.environmentId, cloudAccount: theirs.cloudAccountId }),
  createApplication: (actor) =>
    createApplication(services, actor, { name: 'New', slug: null, targets: [target(theirs.environmentId)] }),
  moveApplication: (actor) =>
    updateApplication(services, actor, {
      id: ours.applications.web.id,
      targets: [target(theirs.environmentId)],
    }),
  changeMemberRole: (actor) =>
    changeMemberRole(services, actor, { userId: theirs.viewer.userId ?? '', role: 'admin' }),
  removeMember: (actor) => removeMember(services, actor, { userId: theirs.viewer.userId ?? '' }),
  setMemberDisabled: (actor) =>
    setMemberDisabled(services, actor, { userId: theirs.viewer.userId ?? '', disabled: true }),
  setMemberPassword: (actor) =>
    setMemberPassword(services, actor, { userId: theirs.viewer.userId ?? '', password: 'ours from now on' }),
  signOutMember: (actor) => signOutMember(services, actor, { userId: theirs.viewer.userId ?? '' }),
  revokeApiToken: (actor) => revokeApiToken(services, actor, { id: theirTokenId }),
  revokeCalendarFeed: (actor) => revokeCalendarFeed(services, actor, { id: theirFeedId }),
}

async function everythingOf(team: TeamFixture): Promise<unknown> {
  return [
    await listCloudAccounts(services, team.admin, {}),
    await listEnvironments(services, team.admin, {}),
    await listApplications(services, team.admin, {}),
    await listMembers(services, team.admin, {}),
    await listApiTokens(services, team.admin, {}),
    await listCalendarFeeds(services, team.admin, {}),
  ]
}

describe('another team’s id', () => {
  test.each(Object.keys(withTheirIds))('is not found by %s, and nothing of theirs changes', async (name) => {
    const before = await everythingOf(theirs)

    const answer = await withTheirIds[name]?.(ours.admin)

    expect(answer).toMatchObject({ ok: false, refusal: { kind: 'not_found' } })
    expect(await everythingOf(theirs)).toEqual(before)
  })

  test.each(Object.keys(withTheirIds))('works for themselves in %s', async (name) => {
    // Else the refusals above could have any other reason.
    if (name.startsWith('move')) return
    const answer = await withTheirIds[name]?.(theirs.viewer)

    const refusal = { ok: false, refusal: { kind: 'forbidden', role: 'viewer' } }
    if (name.startsWith('get')) expect(answer).toMatchObject({ ok: true })
    else if (!name.startsWith('revoke')) expect(answer).toMatchObject(refusal)
  })

  test('is never in a list', async () => {
    const text = JSON.stringify(await everythingOf(ours))

    expect(text).not.toContain(theirs.teamId)
    expect(text).not.toContain(theirs.cloudAccountId)
    expect(text).not.toContain(theirs.viewer.userId)
  })

  test('that is not an id at all is not found either', async () => {
    const id = "'; drop table teams; --"
    for (const answer of [
      await getCloudAccount(services, ours.admin, { id }),
      await getEnvironment(services, ours.admin, { id }),
      await getApplication(services, ours.admin, { id }),
      await deleteApplication(services, ours.admin, { id }),
      await deleteEnvironment(services, ours.admin, { id }),
      await deleteCloudAccount(services, ours.admin, { id }),
      await removeMember(services, ours.admin, { userId: id }),
      await revokeApiToken(services, ours.admin, { id }),
      await getCalendarFeed(services, ours.admin, { id }),
      await revokeCalendarFeed(services, ours.admin, { id }),
    ]) {
      expect(answer).toMatchObject({ ok: false, refusal: { kind: 'not_found' } })
    }
  })
})

const changes: Record<string, (actor: Actor) => Promise<unknown>> = {
  createCloudAccount: (actor) =>
    createCloudAccount(services, actor, {
      name: 'New',
      region: 'eu-central-1',
      endpoint: null,
      credentials: { kind: 'ambient' },
    }),
  createEnvironment: (actor) =>
    createEnvironment(services, actor, { name: 'New', cloudAccount: 'AWS', cluster: 'c' }),
  createApplication: (actor) => createApplication(services, actor, { name: 'New', slug: null, targets: [] }),
  addMember: (actor) =>
    addMember(services, actor, { email: 'x@example.com', name: 'X', password: null, role: 'admin' }),
  updateCloudAccount: (actor) =>
    updateCloudAccount(services, actor, { id: ours.cloudAccountId, region: 'us-east-1' }),
  updateEnvironment: (actor) => updateEnvironment(services, actor, { id: ours.environmentId, name: 'X' }),
  updateApplication: (actor) =>
    updateApplication(services, actor, { id: ours.applications.api.id, name: 'X' }),
  deleteCloudAccount: (actor) => deleteCloudAccount(services, actor, { id: ours.cloudAccountId }),
  deleteEnvironment: (actor) => deleteEnvironment(services, actor, { id: ours.environmentId }),
  deleteApplication: (actor) => deleteApplication(services, actor, { id: ours.applications.api.id }),
  requestCloudAccountCheck: (actor) => requestCloudAccountCheck(services, actor, { id: ours.cloudAccountId }),
  changeMemberRole: (actor) =>
    changeMemberRole(services, actor, { userId: actor.userId ?? '', role: 'admin' }),
  removeMember: (actor) => removeMember(services, actor, { userId: ours.admin.userId ?? '' }),
  setMemberDisabled: (actor) =>
    setMemberDisabled(services, actor, { userId: ours.admin.userId ?? '', disabled: true }),
  setMemberPassword: (actor) =>
    setMemberPassword(services, actor, { userId: ours.admin.userId ?? '', password: 'mine from now on' }),
  signOutMember: (actor) => signOutMember(services, actor, { userId: ours.admin.userId ?? '' }),
}

describe('administering', () => {
  test.each(Object.keys(changes))('by %s is for admins only', async (name) => {
    const before = await everythingOf(ours)

    for (const actor of [ours.viewer, ours.deployer]) {
      expect(await changes[name]?.(actor)).toMatchObject({
        ok: false,
        refusal: { kind: 'forbidden', permission: 'administer', role: actor.role },
      })
    }
    expect(await everythingOf(ours)).toEqual(before)
  })
})
