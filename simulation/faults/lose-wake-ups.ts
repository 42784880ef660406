import { wakeUpSchema } from '@/lib/queue/wake-up'
import type { Stage } from '@/simulation/stage'
import { subjectOf } from '@/simulation/witness'
import type { Crew } from '@/simulation/workers/crew'

/** Which ones: a deployment's, those of the steps of runs, or all. */
export type LostWakeUps = { of: string } | 'steps' | 'all'

/** As long as it takes until the workers look for what was lost, and until they hold everything against the invariants. */
const FOUND_AFTER_MS = 25_000
const VERIFIED_AFTER_MS = 60 * 60_000

/** Wake-ups vanish from the queue, as when it is emptied or restored. */
export async function loseWakeUps(stage: Stage, crew: Crew, which: LostWakeUps): Promise<void> {
  const { agenda, client, clock, witness } = stage
  const deploymentId = typeof which === 'object' ? which.of : null
  const { rows } = await client.query<{ data: unknown; dueAt: Date | null; isOwn: boolean }>(LOSE, [
    deploymentId,
    which === 'steps',
  ])
  for (const { data, dueAt, isOwn } of rows) {
    const { data: wakeUp = null } = wakeUpSchema.safeParse(data)
    const about = subjectOf(wakeUp)
    witness.count('wake_ups_taken_away', about)
    witness.robbed.add(about)
    const fromMs = Math.max(clock.nowMs, dueAt?.getTime() ?? 0)
    const untilMs = fromMs + (isOwn ? FOUND_AFTER_MS : VERIFIED_AFTER_MS)
    witness.disturb({ what: 'wake_up_lost', fromMs, untilMs, about: new Set([about]) })
    agenda.at(untilMs, () => (isOwn ? crew.rescue() : crew.verify()))
  }
}

const LOSE = `
  WITH gone AS (
    DELETE FROM pgboss.job
    WHERE state < 'active' AND ($1::text IS NULL OR data ->> 'deploymentId' = $1) AND (NOT $2 OR name = 'run-step')
    RETURNING id, data
  )
  SELECT gone.data, d.due_at AS "dueAt", coalesce(d.wake_up_id = gone.id, true) AS "isOwn"
  FROM gone LEFT JOIN deployments d ON d.id::text = gone.data ->> 'deploymentId' ORDER BY gone.id`
