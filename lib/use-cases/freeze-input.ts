import { reasonFault } from '@/lib/domain/field-faults'
import { type FreezeSpanInput, resolveSpan } from '@/lib/domain/freeze-span-input'
import type { FreezeEffect } from '@/lib/domain/freeze-window'
import { accept, type Result } from '@/lib/domain/result'
import { applicationView } from '@/lib/postgres/applications'
import type { TeamDatabase } from '@/lib/postgres/database'
import { environmentView } from '@/lib/postgres/environments'
import type { FreezeSettings } from '@/lib/postgres/freeze-windows'
import { firstFault, type Invalid, invalid, type NotFound, notFound } from './resource-refusals'

export interface FreezeInput {
  effect: FreezeEffect
  reason: string
  /** Id or slug; null: every environment. */
  environment: string | null
  /** Id or slug; null: every application. */
  application: string | null
  span: FreezeSpanInput
}

/** Checks what somebody entered and finds what they named. */
export async function resolveFreeze(
  database: TeamDatabase,
  input: FreezeInput,
): Promise<Result<FreezeSettings, Invalid | NotFound>> {
  const reason = input.reason.trim()
  const fault = firstFault({ reason: reasonFault(reason) })
  if (fault !== null) return fault
  const span = resolveSpan(input.span)
  if (!span.ok) return invalid(span.refusal.path, span.refusal.message)
  const environment = input.environment === null ? null : await environmentView(database, input.environment)
  if (input.environment !== null && environment === null) {
    return notFound('environment', { name: input.environment, path: 'environment' })
  }
  const application = input.application === null ? null : await applicationView(database, input.application)
  if (input.application !== null && application === null) {
    return notFound('application', { name: input.application, path: 'application' })
  }
  const place = { environmentId: environment?.id ?? null, applicationId: application?.id ?? null }
  return accept({ effect: input.effect, reason, ...place, span: span.value })
}
