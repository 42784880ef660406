import { ecsNameFault, nameFault, startDeadlineFault } from '@/lib/domain/field-faults'
import { accept, type Result } from '@/lib/domain/result'
import { cloudAccountView } from '@/lib/postgres/cloud-accounts'
import type { TeamDatabase } from '@/lib/postgres/database'
import { firstFault, type Invalid, type NotFound, notFound } from './resource-refusals'

export interface EnvironmentInput {
  name: string
  /** Id or name. */
  cloudAccount: string
  /** Name of the ECS cluster. */
  cluster: string
  /** Of deployments that name none; null or left out: an hour. */
  startDeadlineMinutes?: number | null | undefined
}

export interface EnvironmentSettings {
  name: string
  cloudAccountId: string
  cluster: string
  startDeadlineMinutes: number | null
}

/** Checks what somebody entered and finds the cloud account that they named. */
export async function resolveEnvironment(
  database: TeamDatabase,
  input: EnvironmentInput,
): Promise<Result<EnvironmentSettings, Invalid | NotFound>> {
  const name = input.name.trim()
  const cluster = input.cluster.trim()
  const { startDeadlineMinutes = null } = input
  const fault = firstFault({
    ...{ name: nameFault(name), cluster: ecsNameFault('cluster', cluster) },
    startDeadlineMinutes: startDeadlineMinutes === null ? null : startDeadlineFault(startDeadlineMinutes),
  })
  if (fault !== null) return fault
  const account = await cloudAccountView(database, input.cloudAccount.trim())
  if (account === null) return notFound('cloud account', { name: input.cloudAccount, path: 'cloudAccount' })
  return accept({ name, cloudAccountId: account.id, cluster, startDeadlineMinutes })
}
