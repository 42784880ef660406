import { z } from 'zod'
import { type Endpoint, endpoint, noBody, nothing } from '@/app/api/endpoint'
import { answerSchemas, requestSchemas, resultOf, wholeNumber } from '@/app/api/schemas'
import { MOST_RUNNING } from '@/lib/domain/field-faults'
import { accept } from '@/lib/domain/result'
import { getTeam } from '@/lib/queries/get-team'
import type { TeamView } from '@/lib/queries/resource-views'
import { updateTeam } from '@/lib/use-cases/update-team'

const path = '/team'
const tag = 'Team'

const changeBody = z
  .strictObject({
    max_running: wholeNumber(1, MOST_RUNNING)
      .optional()
      .meta({ description: 'How many deployments may be running at once; more wait for a free place.' }),
  })
  .transform(({ max_running }) => ({ maxRunning: max_running }))
requestSchemas.add(changeBody, { id: 'TeamChange' })

const shown = z.object({ id: z.uuid(), name: z.string(), slug: z.string(), max_running: z.int() })
answerSchemas.add(shown, { id: 'Team' })

function show({ maxRunning, ...team }: TeamView): z.input<typeof shown> {
  return { ...team, max_running: maxRunning }
}

const get = endpoint({
  ...{ method: 'GET', path, permission: 'view', tag, status: 200 },
  ...{ summary: 'Get the team that the token is of', refusals: {} },
  ...{ params: nothing, query: nothing, body: noBody, answer: resultOf(shown) },
  async carryOut({ services, actor }) {
    const team = await getTeam(services, actor, {})
    return team.ok ? accept({ result: show(team.value) }) : team
  },
})

const change = endpoint({
  example: { max_running: 20 },
  ...{ method: 'PATCH', path, permission: 'administer', tag, status: 200 },
  ...{ summary: 'Change the team’s limits', refusals: {} },
  ...{ params: nothing, query: nothing, body: changeBody, answer: resultOf(shown) },
  async carryOut({ services, actor }, { body }) {
    const team = await updateTeam(services, actor, body)
    return team.ok ? accept({ result: show(team.value) }) : team
  },
})

export const teamEndpoints: readonly Endpoint[] = [get, change]
