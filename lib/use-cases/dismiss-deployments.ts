import type { Actor } from '@/lib/domain/actor'
import type { Services } from '@/lib/services'
import { dismissDeployment } from './dismiss-deployment'
import { together } from './one-by-one'

/** `dismissDeployment` for several; answers for each. */
export async function dismissDeployments(services: Services, actor: Actor, { ids }: { ids: string[] }) {
  const answers = []
  for (const id of new Set(ids)) {
    answers.push({ id, result: await dismissDeployment(services, actor, { id }) })
  }
  return together(answers)
}
