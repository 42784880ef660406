import type { Database } from '@/lib/postgres/database'
import { verifyInvariants } from '@/lib/queries/verify-invariants'
import { type Finding, fine, wrong } from './finding'

/** Whether the rows contradict each other; which ones is for `shipclock verify` to say. */
export async function invariantsFinding(database: Database): Promise<Finding> {
  const { invariants, faults } = await verifyInvariants({ database })
  if (faults === 0) return fine(`Invariants: all ${invariants.length} hold.`)
  const broken = invariants.filter(({ severity, count }) => severity === 'fault' && count > 0)
  const names = broken.map(({ name, count }) => `${name} (${count})`).join(', ')
  return wrong(
    `Invariants: ${names} broken. \`npm run -s shipclock -- verify\` names the rows; the worker repairs lost wake-ups within the hour.`,
  )
}
