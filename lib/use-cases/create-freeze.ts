import { accept, type Result } from '@/lib/domain/result'
import { lockStartsAndWaits } from '@/lib/postgres/due-deployments'
import { insertFreeze } from '@/lib/postgres/freeze-windows'
import type { FreezeView } from '@/lib/queries/resource-views'
import { type FreezeInput, resolveFreeze } from './freeze-input'
import type { Invalid, NotFound } from './resource-refusals'
import { useCase } from './use-case'
import { wakeHeld } from './wake-others'

/** Adds a freeze or an allowed window. What is running may finish; whatever starts after this is judged by it. */
export const createFreeze = useCase(
  'administer',
  async (
    { database, services, actor },
    input: FreezeInput,
  ): Promise<Result<FreezeView, NotFound | Invalid>> => {
    await lockStartsAndWaits(database)
    const settings = await resolveFreeze(database, input)
    if (!settings.ok) return settings
    const freeze = await insertFreeze(database, { ...settings.value, createdBy: actor.label })
    // An allowed window may open what was shut; another freeze may hold for longer.
    await wakeHeld({ database, wakeUps: services.wakeUps }, await database.now())
    return accept(freeze)
  },
)
