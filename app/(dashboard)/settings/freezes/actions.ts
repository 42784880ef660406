'use server'

import { z } from 'zod'
import { teamAction } from '@/app/team-action'
import { FREEZE_EFFECTS } from '@/lib/domain/freeze-window'
import { createFreeze } from '@/lib/use-cases/create-freeze'
import { deleteFreeze } from '@/lib/use-cases/delete-freeze'
import { updateFreeze } from '@/lib/use-cases/update-freeze'

const text = z.string().max(300)

const freeze = z.object({
  effect: z.enum(FREEZE_EFFECTS),
  reason: text,
  environment: text.nullable(),
  application: text.nullable(),
  span: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('once'), startsAt: text, endsAt: text, timezone: text }),
    z.object({
      ...{ kind: z.literal('weekly'), weekdays: z.array(z.number()).max(7).readonly() },
      ...{ from: text, until: text, timezone: text },
    }),
  ]),
})

export const createFreezeAction = teamAction(freeze, createFreeze)

export const updateFreezeAction = teamAction(freeze.extend({ id: z.string() }), updateFreeze)

export const deleteFreezeAction = teamAction(z.object({ id: z.string() }), deleteFreeze)
