import { accept, type Result } from '@/lib/domain/result'
import { lockCloudAccount, markCheckRequested } from '@/lib/postgres/cloud-accounts'
import { type NotFound, notFound } from './resource-refusals'
import { type UseCaseContext, useCase } from './use-case'

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
export async function askForCheck(context: UseCaseContext, id: string): Promise<void> {
  const { database, services, actor } = context
  const now = await database.now()
  await markCheckRequested(database, id, now)
  await services.wakeUps.ask(
    database,
    { kind: 'cloud_account', teamId: actor.teamId, cloudAccountId: id },
    now,
  )
}
