'use server'

import { z } from 'zod'
import { teamAction } from '@/app/team-action'
import { updateTeam } from '@/lib/use-cases/update-team'

export const changeLimitsAction = teamAction(z.object({ maxRunning: z.number() }), updateTeam)
