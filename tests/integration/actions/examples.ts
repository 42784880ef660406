import { randomUUID } from 'node:crypto'
import type { TeamFixture } from '@/tests/setup/fixtures'
import { FIXTURE_PASSWORD } from '@/tests/setup/fixtures'

/** Somebody's team with something of everything that an action can name. */
export interface Stage {
  team: TeamFixture
  /** Scheduled for tomorrow. */
  deploymentId: string
  /** Of the team's admin. */
  tokenId: string
  /** Of the team's admin. */
  feedId: string
  /** Of the deployment, by newer rules of its zone. */
  zoneMoveId: string
  /** Of a member who is not the one that acts. */
  memberId: string
  freezeId: string
}

export interface ActionExample {
  /** What the team's admin could send. */
  input: (stage: Stage) => unknown
  /** `own`: concerns nobody but the person who asks. `new`: makes or sets something and names nothing of the team. */
  reach: 'own' | 'new' | 'deploy' | 'administer'
  /** The code of the admin's refusal, where the stage is not one on which it can succeed. */
  refusedWith?: string
}

const target = ({ team }: Stage) => ({
  environment: team.environmentId,
  service: 'api',
  container: 'api',
  imageRepository: null,
})

const member = ({ memberId }: Stage) => ({ userId: memberId })

const freeze = ({ team }: Stage) => ({
  ...{ effect: 'freeze', reason: 'Nights', environment: team.staging.id, application: null },
  span: { kind: 'weekly', weekdays: [1], from: '22:00', until: '05:00', timezone: 'UTC' },
})

const newCloudAccount = () => ({
  name: `AWS ${randomUUID()}`,
  region: 'eu-west-1',
  endpoint: null,
  credentials: { kind: 'ambient' },
})

/** Far enough ahead for any clock, and where no clock changes. */
const due = {
  kind: 'local',
  local: `${new Date().getUTCFullYear() + 1}-06-15T10:00`,
  timezone: 'UTC',
  overlap: null,
}

/** One for every server action: an action without one fails the tests. */
export const EXAMPLES: Record<string, ActionExample> = {
  chooseTeamAction: { reach: 'own', input: ({ team }) => ({ teamId: team.teamId }) },
  changePasswordAction: {
    reach: 'own',
    input: () => ({ currentPassword: FIXTURE_PASSWORD, newPassword: 'another good password' }),
  },
  signOutEverywhereAction: { reach: 'own', input: () => ({}) },
  createApiTokenAction: { reach: 'own', input: () => ({ name: 'ci', expiresInDays: 30 }) },
  revokeApiTokenAction: { reach: 'administer', input: ({ tokenId }) => ({ id: tokenId }) },

  createCalendarFeedAction: {
    reach: 'own',
    input: () => ({ name: 'Phone', scope: 'team', environment: null }),
  },
  revokeCalendarFeedAction: { reach: 'administer', input: ({ feedId }) => ({ id: feedId }) },

  createCloudAccountAction: { reach: 'new', input: newCloudAccount },
  updateCloudAccountAction: {
    reach: 'administer',
    input: ({ team }) => ({ id: team.cloudAccountId, ...newCloudAccount() }),
  },
  deleteCloudAccountAction: {
    reach: 'administer',
    input: ({ team }) => ({ id: team.cloudAccountId }),
    refusedWith: 'in_use',
  },
  testConnectionAction: { reach: 'administer', input: ({ team }) => ({ id: team.cloudAccountId }) },

  createEnvironmentAction: {
    reach: 'administer',
    input: ({ team }) => ({ name: 'Test', cloudAccount: team.cloudAccountId, cluster: 'test' }),
  },
  updateEnvironmentAction: {
    reach: 'administer',
    input: ({ team }) => ({
      id: team.environmentId,
      name: 'Taken over',
      cloudAccount: team.cloudAccountId,
      cluster: 'test',
    }),
  },
  deleteEnvironmentAction: {
    reach: 'administer',
    input: ({ team }) => ({ id: team.environmentId }),
    refusedWith: 'in_use',
  },

  createApplicationAction: {
    reach: 'administer',
    input: (stage) => ({ name: 'Shop', slug: null, targets: [target(stage)] }),
  },
  updateApplicationAction: {
    reach: 'administer',
    input: (stage) => ({
      id: stage.team.applications.worker.id,
      name: 'Taken over',
      slug: null,
      targets: [target(stage)],
    }),
  },
  deleteApplicationAction: {
    reach: 'administer',
    input: ({ team }) => ({ id: team.applications.worker.id }),
  },

  createFreezeAction: { reach: 'administer', input: (stage) => freeze(stage) },
  updateFreezeAction: { reach: 'administer', input: (stage) => ({ id: stage.freezeId, ...freeze(stage) }) },
  deleteFreezeAction: { reach: 'administer', input: ({ freezeId }) => ({ id: freezeId }) },

  changeLimitsAction: { reach: 'new', input: () => ({ maxRunning: 7 }) },

  addMemberAction: {
    reach: 'new',
    input: () => ({ email: `${randomUUID()}@example.com`, name: 'Eve', password: null, role: 'admin' }),
  },
  changeMemberRoleAction: { reach: 'administer', input: (stage) => ({ ...member(stage), role: 'viewer' }) },
  removeMemberAction: { reach: 'administer', input: member },
  setMemberDisabledAction: { reach: 'administer', input: (stage) => ({ ...member(stage), disabled: true }) },
  setMemberPasswordAction: {
    reach: 'administer',
    input: (stage) => ({ ...member(stage), password: 'a password of others' }),
  },
  signOutMemberAction: { reach: 'administer', input: member },

  scheduleAction: {
    reach: 'deploy',
    input: ({ team }) => ({
      application: team.applications.web.id,
      environment: team.environmentId,
      image: null,
      due,
      dependencies: [],
      startDeadlineMinutes: 60,
      note: null,
      requestKey: randomUUID(),
    }),
  },
  rescheduleAction: {
    reach: 'deploy',
    input: ({ deploymentId }) => ({ id: deploymentId, due, startDeadlineMinutes: null }),
  },
  previewRescheduleAction: {
    reach: 'deploy',
    input: ({ deploymentId }) => ({ id: deploymentId, due, startDeadlineMinutes: null }),
  },
  cancelAction: { reach: 'deploy', input: ({ deploymentId }) => ({ id: deploymentId, stopRunning: false }) },
  runNowAction: { reach: 'deploy', input: ({ deploymentId }) => ({ id: deploymentId }) },
  runMissedNowAction: {
    reach: 'deploy',
    input: ({ deploymentId }) => ({ ids: [deploymentId], withSkipped: true }),
  },
  dismissZoneMovesAction: { reach: 'deploy', input: ({ zoneMoveId }) => ({ ids: [zoneMoveId] }) },
  dismissAction: { reach: 'deploy', input: ({ deploymentId }) => ({ ids: [deploymentId] }) },
  overrideFreezeAction: {
    reach: 'administer',
    input: ({ deploymentId }) => ({ id: deploymentId, reason: 'urgent' }),
  },
  retryAction: {
    reach: 'deploy',
    input: ({ deploymentId }) => ({ id: deploymentId }),
    refusedWith: 'not_retryable',
  },
  revertAction: {
    reach: 'deploy',
    input: ({ deploymentId }) => ({ id: deploymentId }),
    refusedWith: 'not_revertable',
  },
  confirmAction: {
    reach: 'deploy',
    input: ({ deploymentId }) => ({ id: deploymentId }),
    refusedWith: 'nothing_to_confirm',
  },
}
