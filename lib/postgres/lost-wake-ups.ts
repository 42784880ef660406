import type { SystemDatabase } from './database'

/** Something that should have been woken, and that nothing in the queue will wake any more. */
export interface LostWakeUp {
  id: string
  teamId: string
}

/** Pending deployments that were due before `before` and have no living wake-up. */
export async function deploymentsWithoutWakeUp(
  database: SystemDatabase,
  before: Date,
): Promise<LostWakeUp[]> {
  return database.client.$queryRaw<LostWakeUp[]>`
    SELECT d.id, d.team_id AS "teamId" FROM deployments d
    WHERE d.status IN ('scheduled', 'awaiting_approval', 'waiting', 'held') AND d.due_at < ${before}
      AND NOT EXISTS (
        SELECT 1 FROM pgboss.job j WHERE j.name = 'wake-up' AND j.id = d.wake_up_id AND j.state < 'active')
    ORDER BY d.due_at LIMIT 100`
}

/** Schedules that nothing will wake any more. There are few: all are looked at, due or not. */
export async function schedulesWithoutWakeUp(
  database: SystemDatabase,
): Promise<(LostWakeUp & { wakeUpId: string })[]> {
  return database.client.$queryRaw<(LostWakeUp & { wakeUpId: string })[]>`
    SELECT s.id, s.team_id AS "teamId", s.wake_up_id AS "wakeUpId" FROM schedules s
    WHERE s.wake_up_id IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM pgboss.job j WHERE j.name = 'wake-up' AND j.id = s.wake_up_id AND j.state < 'active')
    ORDER BY s.next_at LIMIT 100`
}

/** Unfinished runs whose next wake-up is long past and that no worker holds. */
export async function runsWithoutWakeUp(
  database: SystemDatabase,
  before: Date,
): Promise<(LostWakeUp & { wakeUp: number; deploymentId: string })[]> {
  return database.client.$queryRaw<(LostWakeUp & { wakeUp: number; deploymentId: string })[]>`
    SELECT r.id, r.team_id AS "teamId", r.wake_up AS "wakeUp", r.deployment_id AS "deploymentId" FROM runs r
    WHERE r.finished_at IS NULL AND r.next_wake_up_at < ${before}
      AND (r.lease_expires_at IS NULL OR r.lease_expires_at < ${before})
      AND NOT EXISTS (
        SELECT 1 FROM pgboss.job j WHERE j.name = 'run-step' AND j.state < 'active' AND j.data ->> 'runId' = r.id::text)
    ORDER BY r.next_wake_up_at LIMIT 100`
}
