import { assertNever } from '@/lib/domain/assert-never'
import type { FreezeSpan } from '@/lib/domain/freeze-span'
import type { FreezeSpanInput } from '@/lib/domain/freeze-span-input'
import { accept, type Result } from '@/lib/domain/result'
import { lockStartsAndWaits } from '@/lib/postgres/due-deployments'
import { changeFreeze, freezeView } from '@/lib/postgres/freeze-windows'
import type { FreezeView } from '@/lib/queries/resource-views'
import { type FreezeInput, resolveFreeze } from './freeze-input'
import { type Invalid, type NotFound, notFound } from './resource-refusals'
import { useCase } from './use-case'
import { wakeHeld } from './wake-others'

/** What is left out stays as it is. */
export type UpdateFreezeInput = { id: string } & {
  [Field in keyof FreezeInput]?: FreezeInput[Field] | undefined
}

/** Changes a freeze or an allowed window. What it held and holds no more starts at once. */
export const updateFreeze = useCase(
  'administer',
  async (
    { database, services },
    { id, ...change }: UpdateFreezeInput,
  ): Promise<Result<FreezeView, NotFound | Invalid>> => {
    await lockStartsAndWaits(database)
    const before = await freezeView(database, id)
    if (before === null) return notFound('freeze')
    const settings = await resolveFreeze(database, {
      effect: change.effect ?? before.effect,
      reason: change.reason ?? before.reason,
      environment: change.environment === undefined ? (before.environment?.id ?? null) : change.environment,
      application: change.application === undefined ? (before.application?.id ?? null) : change.application,
      span: change.span ?? asInput(before.span),
    })
    if (!settings.ok) return settings
    const freeze = await changeFreeze(database, id, settings.value)
    await wakeHeld({ database, wakeUps: services.wakeUps }, await database.now())
    return accept(freeze)
  },
)

function asInput(span: FreezeSpan): FreezeSpanInput {
  switch (span.kind) {
    case 'once':
      return { ...span, startsAt: span.startsAt.toISOString(), endsAt: span.endsAt.toISOString() }
    case 'weekly':
      return span
    default:
      return assertNever(span)
  }
}
