import { z } from 'zod'
import type { Endpoint } from '@/app/api/endpoint'
import { freezeFields, spanOfFields } from '@/app/api/freeze-body'
import { resourceEndpoints } from '@/app/api/resource-endpoints'
import { answerSchemas, instantText, requestSchemas } from '@/app/api/schemas'
import { FREEZE_EFFECTS } from '@/lib/domain/freeze-window'
import { getFreeze } from '@/lib/queries/get-freeze'
import { listFreezes } from '@/lib/queries/list-freezes'
import type { FreezeView } from '@/lib/queries/resource-views'
import { createFreeze } from '@/lib/use-cases/create-freeze'
import { deleteFreeze } from '@/lib/use-cases/delete-freeze'
import { updateFreeze } from '@/lib/use-cases/update-freeze'

const createBody = freezeFields.transform((body, context) => {
  const span = spanOfFields(body, context)
  if (span === null)
    context.addIssue({ code: 'custom', path: ['starts_at'], message: 'is required, or weekdays' })
  if (span === null || context.issues.length > 0) return z.NEVER
  const { effect, reason, environment, application } = body
  return { effect, reason, environment, application, span }
})
requestSchemas.add(createBody, { id: 'FreezeRequest' })

const { environment, application, ...always } = freezeFields.shape
const updateBody = z
  .strictObject({
    ...always,
    effect: z.enum(FREEZE_EFFECTS).optional(),
    reason: always.reason.optional(),
    environment: environment.optional(),
    application: application.optional(),
  })
  .transform((body, context) => {
    const span = spanOfFields(body, context) ?? undefined
    if (context.issues.length > 0) return z.NEVER
    // Left out is not null: that means everywhere.
    const given = <Value>(value: Value, key: string) => (key in body ? value : undefined)
    return {
      ...{ effect: body.effect, reason: body.reason, span },
      environment: given(body.environment, 'environment'),
      application: given(body.application, 'application'),
    }
  })
requestSchemas.add(updateBody, { id: 'FreezeChange' })

const shown = z.object({
  id: z.uuid(),
  effect: z.enum(FREEZE_EFFECTS),
  reason: z.string(),
  environment: z.string().nullable().meta({ description: 'Slug; null: every environment.' }),
  application: z.string().nullable().meta({ description: 'Slug; null: every application.' }),
  timezone: z.string(),
  starts_at: instantText.nullable().meta({ description: 'Null where it is weekly.' }),
  ends_at: instantText.nullable().meta({ description: 'The first instant after it.' }),
  weekdays: z.array(z.int()).nullable().meta({ description: 'Null where it happens once; 1 is Monday.' }),
  from: z.string().nullable(),
  until: z.string().nullable(),
  created_by: z.string(),
  created_at: instantText,
})
answerSchemas.add(shown, { id: 'Freeze' })

function show({ span, createdBy, createdAt, ...freeze }: FreezeView): z.input<typeof shown> {
  const isOnce = span.kind === 'once'
  return {
    ...{ id: freeze.id, effect: freeze.effect, reason: freeze.reason, timezone: span.timezone },
    environment: freeze.environment?.slug ?? null,
    application: freeze.application?.slug ?? null,
    starts_at: isOnce ? span.startsAt.toISOString() : null,
    ends_at: isOnce ? span.endsAt.toISOString() : null,
    weekdays: isOnce ? null : [...span.weekdays],
    from: isOnce ? null : span.from,
    until: isOnce ? null : span.until,
    created_by: createdBy,
    created_at: createdAt.toISOString(),
  }
}

export const freezeEndpoints: readonly Endpoint[] = resourceEndpoints({
  ...{ path: '/freezes', tag: 'Freezes', name: 'a freeze', shown, show, createBody, updateBody },
  order: 'by when they begin, the weekly ones first',
  ...{ list: listFreezes, get: getFreeze, create: createFreeze },
  example: {
    ...{ effect: 'freeze', reason: 'Year end', environment: 'production' },
    ...{ starts_at: '2027-12-23T18:00', ends_at: '2028-01-03T08:00', timezone: 'Europe/Berlin' },
  },
  ...{ update: updateFreeze, remove: deleteFreeze },
})
