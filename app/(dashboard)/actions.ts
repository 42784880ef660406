'use server'

import { z } from 'zod'
import { chooseTeam } from '@/app/signed-in'
import { teamAction } from '@/app/team-action'
import { accept } from '@/lib/domain/result'

/** A wish that counts only where the person belongs to the team, so that every team may be named. */
export const chooseTeamAction = teamAction(
  z.object({ teamId: z.uuid() }),
  async (_services, _actor, { teamId }) => {
    await chooseTeam(teamId)
    return accept({ teamId })
  },
)
