'use server'

import { z } from 'zod'
import { teamAction } from '@/app/team-action'
import { changeOwnPassword } from '@/lib/use-cases/change-own-password'
import { signOutEverywhere } from '@/lib/use-cases/sign-out-everywhere'

export const changePasswordAction = teamAction(
  z.object({ currentPassword: z.string(), newPassword: z.string() }),
  changeOwnPassword,
)

export const signOutEverywhereAction = teamAction(z.object({}), signOutEverywhere)
