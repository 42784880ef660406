import { accept, type Result } from '@/lib/domain/result'
import { lockCloudAccount, markCheckRequested } from '@/lib/postgres/cloud-accounts'
import type { TeamDatabase } from '@/lib/postgres/database'
import type { WakeUps } from '@/lib/queue/wake-ups'
import { type NotFound, notFound } from './resource-refusals'
import { useCase } from './use-case'

/** Asks the worker for a connection test: only it can open the credentials. The result appears on the account. */
export const requestCloudAccountCheck = useCase(
  'administer',
  async (context, input: { id: string }): Promise<Result<{ id: string }, NotFound>> => {
    if (!(await lockCloudAccount(context.database, input.id))) return notFound('cloud account')
    await askForCheck(context, input.id)
    return accept({ id: input.id })
  },
)

/** As a part of another use case, in its transaction. */
export async function askForCheck(
  context: { database: TeamDatabase; services: { wakeUps: WakeUps } },
  id: string,
): Promise<void> {
  const { database, services } = context
  const now = await database.now()
  await markCheckRequested(database, id, now)
  const wakeUp = { kind: 'cloud_account', teamId: database.teamId, cloudAccountId: id } as const
  await services.wakeUps.ask(database, wakeUp, now)
}
