import { z } from 'zod'
import { type Endpoint, endpoint, noBody, nothing } from '@/app/api/endpoint'
import { pageOfAll } from '@/app/api/page-of-all'
import {
  answerSchemas,
  deletedResult,
  idParams,
  instantText,
  pageOf,
  pageQuery,
  resultOf,
} from '@/app/api/schemas'
import { DEPLOYMENT_STATUSES } from '@/lib/domain/deployment-status'
import { accept } from '@/lib/domain/result'
import { listZoneMoves } from '@/lib/queries/list-zone-moves'
import type { ZoneMoveView } from '@/lib/queries/zone-move-views'
import { dismissZoneMoves } from '@/lib/use-cases/dismiss-zone-moves'

const tag = 'Zone moves'
const path = '/zone_moves'

const shown = z.object({
  id: z.uuid(),
  at: instantText,
  scheduled_deployment: z.uuid(),
  app: z.string().meta({ description: 'Slug.' }),
  environment: z.string().meta({ description: 'Slug.' }),
  status: z.enum(DEPLOYMENT_STATUSES).meta({ description: 'Of the deployment, by now.' }),
  local_time: z.string().meta({ description: 'What was asked for.' }),
  timezone: z.string(),
  due_before: instantText,
  due_after: instantText.meta({
    description: 'The same as before where the local time is not a single one.',
  }),
  has_moved: z.boolean(),
  version_before: z.string().meta({ description: 'Of the zone database.' }),
  version_after: z.string(),
})
answerSchemas.add(shown, { id: 'ZoneMove' })

function show({ deployment, ...move }: ZoneMoveView): z.input<typeof shown> {
  return {
    ...{ id: move.id, at: move.at.toISOString(), scheduled_deployment: deployment.id },
    ...{ app: deployment.application.slug, environment: deployment.environment.slug },
    ...{ status: deployment.status, local_time: move.localTime, timezone: move.timezone },
    ...{ due_before: move.dueBefore.toISOString(), due_after: move.dueAfter.toISOString() },
    has_moved: move.hasMoved,
    ...{ version_before: move.versionBefore, version_after: move.versionAfter },
  }
}

const list = endpoint({
  ...{ method: 'GET', path, permission: 'view', tag, status: 200, refusals: {} },
  summary: 'List what newer rules of time zones moved, and nobody has dismissed',
  ...{ params: nothing, query: pageQuery, body: noBody },
  answer: pageOf(shown).extend({ total: z.int().meta({ description: 'Of all pages.' }) }),
  async carryOut({ services, actor }, { query }) {
    const found = await listZoneMoves(services, actor, {})
    if (!found.ok) return found
    const page = pageOfAll(found.value.items, query)
    if (!page.ok) return page
    const { items, nextCursor } = page.value
    return accept({ result: items.map(show), next_cursor: nextCursor, total: found.value.items.length })
  },
})

const dismiss = endpoint({
  ...{ method: 'POST', path: `${path}/{id}/dismiss`, permission: 'deploy', tag, status: 200 },
  ...{ summary: 'Take one off that list', refusals: { 404: ['not_found'] } },
  ...{ params: idParams, query: nothing, body: noBody, answer: resultOf(deletedResult) },
  async carryOut({ services, actor }, { params }) {
    const dismissed = await dismissZoneMoves(services, actor, { ids: [params.id] })
    return dismissed.ok ? accept({ result: { id: params.id } }) : dismissed
  },
})

export const zoneMoveEndpoints: readonly Endpoint[] = [list, dismiss]
