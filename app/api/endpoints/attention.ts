import { z } from 'zod'
import { deploymentResult, toDeploymentResult } from '@/app/api/deployment-result'
import { type Endpoint, endpoint, noBody, nothing } from '@/app/api/endpoint'
import { answerSchemas, instantText, pageOf, pageQuery } from '@/app/api/schemas'
import { ATTENTION_KINDS } from '@/lib/domain/needs-attention'
import { accept } from '@/lib/domain/result'
import { getDependencyChains } from '@/lib/queries/get-dependency-chains'
import { listAttention } from '@/lib/queries/list-attention'

const skippedResult = z.object({
  id: z.uuid(),
  label: z.string(),
  due_at: instantText,
  kept_by: z
    .string()
    .nullable()
    .meta({ description: 'What else ended that it depends on: it can’t come back along. Null: it can.' }),
})
answerSchemas.add(skippedResult, { id: 'SkippedDependent' })

const attentionResult = z.object({
  id: z.uuid().meta({ description: 'Of the deployment.' }),
  kind: z.enum(ATTENTION_KINDS),
  sentence: z.string().meta({ description: 'What happened, for people.' }),
  scheduled_deployment: deploymentResult,
  skipped: z.array(skippedResult).meta({ description: 'What was skipped because it was missed.' }),
})
answerSchemas.add(attentionResult, { id: 'Attention' })

const list = endpoint({
  ...{ method: 'GET', path: '/attention', permission: 'view', tag: 'Scheduled deployments', status: 200 },
  summary: 'List what an outage left behind: overdue, missed, started late',
  refusals: {},
  ...{ params: nothing, query: pageQuery, body: noBody },
  answer: pageOf(attentionResult).extend({
    total: z.int().meta({ description: 'Of all pages.' }),
  }),
  async carryOut({ services, actor }, { query }) {
    const page = await listAttention(services, actor, query)
    if (!page.ok) return page
    const { items, nextCursor, total } = page.value
    const ids = items.map(({ deployment }) => deployment.id)
    const chains = await getDependencyChains(services, actor, { ids })
    if (!chains.ok) return chains
    const result = items.map(({ kind, sentence, deployment, skipped }) => ({
      ...{ id: deployment.id, kind, sentence },
      scheduled_deployment: toDeploymentResult(deployment, chains.value),
      skipped: skipped.map(({ id, label, dueAt, keptBy }) => ({
        ...{ id, label, due_at: dueAt.toISOString(), kept_by: keptBy?.label ?? null },
      })),
    }))
    return accept({ result, next_cursor: nextCursor, total })
  },
})

export const attentionEndpoints: readonly Endpoint[] = [list]
