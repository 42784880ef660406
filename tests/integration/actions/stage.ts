import { services } from '@/app/services'
import type { Actor } from '@/lib/domain/actor'
import { createApiToken } from '@/lib/use-cases/create-api-token'
import { createCalendarFeed } from '@/lib/use-cases/create-calendar-feed'
import { createFreeze } from '@/lib/use-cases/create-freeze'
import { accepted, createTeamFixture } from '@/tests/setup/fixtures'
import { scheduleTomorrow, someZoneMove } from '../resources/some-deployment'
import type { Stage } from './examples'

/** A new team with something of everything that an action can name. */
export async function openStage(): Promise<Stage> {
  const team = await createTeamFixture(services())
  const { admin, viewer } = team
  const place = { application: 'web', environment: 'production' }
  const token = accepted(
    await createApiToken(services(), admin, { name: 'of the admin', expiresInDays: null }),
  )
  const feed = accepted(
    await createCalendarFeed(services(), admin, { name: 'Phone', scope: 'team', environment: null }),
  )
  const freeze = await createFreeze(services(), admin, {
    ...{ effect: 'freeze', reason: 'Nights', environment: 'staging', application: null },
    span: { kind: 'weekly', weekdays: [1], from: '22:00', until: '05:00', timezone: 'UTC' },
  })
  const deploymentId = await scheduleTomorrow(services(), admin, place)
  return {
    team,
    deploymentId,
    tokenId: token.id,
    feedId: feed.feed.id,
    zoneMoveId: await someZoneMove(services(), admin, deploymentId),
    memberId: idOf(viewer),
    freezeId: accepted(freeze).id,
  }
}

function idOf({ userId }: Actor): string {
  if (userId === null) throw new Error('Members are people.')
  return userId
}
