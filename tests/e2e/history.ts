import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { z } from 'zod'
import type { DeploymentStatus } from '@/lib/domain/deployment-status'
import { localTimeAt } from '@/lib/domain/due-time'

const HOUR_MS = 60 * 60_000

interface Past {
  /** Due this many hours from now; negative: ago. */
  inHours: number
  application: string
  environment: string
  status: DeploymentStatus
  tag: string | null
  reason: string
  tookSeconds?: number
  lateMs?: number
  note?: string
  timezone?: string
}

const done = 'Succeeded: our revision serves and the rollout is complete.'
const broken =
  'Rolled back: tasks failed to start. Essential container in task exited (exit code 1). The previous revision serves again.'
const skipped = 'Skipped because API in Production, which it depends on, was rolled back.'

/** What a team might have behind it and before it; the e2e runs add the present. */
const HISTORY: readonly Past[] = [
  past(-2, 'web', 'staging', 'succeeded', '2.9.0-rc.3', done, { tookSeconds: 44, lateMs: 3 }),
  past(-2.25, 'api', 'staging', 'succeeded', '5.2.0-rc.3', done, { tookSeconds: 51, lateMs: 4 }),
  past(-5, 'worker', 'production', 'succeeded', null, done, {
    ...{ tookSeconds: 62, lateMs: 7, note: 'Pick up the rotated database password' },
  }),
  past(-22, 'web', 'production', 'skipped', '2.8.1', skipped),
  past(-22.25, 'api', 'production', 'rolled_back', '5.1.4', broken, { tookSeconds: 188, lateMs: 5 }),
  past(-26, 'web', 'staging', 'cancelled', '2.8.1', 'Cancelled by Ada Lovelace before it started.'),
  past(-47, 'web', 'production', 'succeeded', '2.8.0', done, { tookSeconds: 71, lateMs: 2 }),
  past(-47.25, 'api', 'production', 'succeeded', '5.1.3', done, { tookSeconds: 66, lateMs: 6 }),
  past(-51, 'worker', 'production', 'failed', '1.17.0', 'Failed: the image could not be pulled.', {
    ...{ tookSeconds: 312, lateMs: 4 },
  }),
  past(-74, 'api', 'staging', 'succeeded', '5.1.3', done, { tookSeconds: 49, lateMs: 191_000 }),
  past(
    -98,
    'web',
    'staging',
    'missed',
    '2.7.9',
    'Missed: it could not start within 1 h of its due time, because no worker was running.',
  ),
  past(-122, 'api', 'production', 'succeeded', '5.1.2', done, { tookSeconds: 58, lateMs: 3 }),
  past(-146, 'web', 'production', 'succeeded', '2.7.8', done, { tookSeconds: 64, lateMs: 5 }),
  past(-194, 'worker', 'production', 'succeeded', '1.16.2', done, { tookSeconds: 40, lateMs: 4 }),
  past(3, 'worker', 'production', 'scheduled', '1.17.1', 'Due in the evening.', {
    note: 'Fixes the failed pull',
  }),
  past(20, 'api', 'staging', 'scheduled', '5.2.0', 'Due tomorrow.', { timezone: 'America/New_York' }),
  past(20.25, 'web', 'staging', 'scheduled', '2.9.0', 'Due tomorrow.', { timezone: 'America/New_York' }),
  past(44, 'api', 'production', 'awaiting_approval', '5.2.0', 'Waits for somebody’s approval.', {
    note: 'Release 5.2',
  }),
  past(44.25, 'web', 'production', 'scheduled', '2.9.0', 'Due in two days.', { note: 'Release 5.2' }),
  past(70, 'worker', 'production', 'scheduled', null, 'Due in three days.'),
  past(92, 'web', 'staging', 'scheduled', '2.9.1', 'Due in four days.'),
  past(116, 'web', 'production', 'scheduled', '2.9.1', 'Due in five days.', { timezone: 'Asia/Tokyo' }),
  past(164, 'api', 'production', 'scheduled', '5.2.1', 'Due next week.'),
]

function past(
  inHours: number,
  application: string,
  environment: string,
  status: DeploymentStatus,
  tag: string | null,
  reason: string,
  more: Pick<Past, 'tookSeconds' | 'lateMs' | 'note' | 'timezone'> = {},
): Past {
  return { inHours, application, environment, status, tag, reason, ...more }
}

const targetSchema = z.object({
  ...{ team_id: z.string(), id: z.string(), application_id: z.string(), environment_id: z.string() },
  ...{ image_repository: z.string().nullable(), application: z.string(), environment: z.string() },
})

/**
 * Gives the demo team a history and a future, so that pages and pictures show what they show in use.
 * Written beside the product: nobody can schedule into the past.
 */
export async function writeHistory(databaseUrl: string, timezone: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, options: '-c timezone=UTC' })
  await client.connect()
  try {
    const { rows } = await client.query(
      `select t.team_id, t.id, t.application_id, t.environment_id, t.image_repository,
              a.slug as application, e.slug as environment
       from targets t join applications a on a.id = t.application_id join environments e on e.id = t.environment_id`,
    )
    const targets = z.array(targetSchema).parse(rows)
    for (const entry of HISTORY) {
      const target = targets.find(
        ({ application, environment }) =>
          application === entry.application && environment === entry.environment,
      )
      if (!target) throw new Error(`The demo has no ${entry.application} in ${entry.environment}.`)
      await insert(client, entry, target, timezone)
    }
  } finally {
    await client.end()
  }
}

async function insert(client: pg.Client, entry: Past, target: z.infer<typeof targetSchema>, own: string) {
  const zone = entry.timezone ?? own
  // On the quarter of an hour, as people plan.
  const dueAt = new Date(Math.round((Date.now() + entry.inHours * HOUR_MS) / 900_000) * 900_000)
  const { local, overlap } = localTimeAt(dueAt, zone)
  const hasRun = entry.tookSeconds !== undefined
  const startedAt = hasRun ? new Date(dueAt.getTime() + (entry.lateMs ?? 0)) : null
  const endedAt = new Date((startedAt ?? dueAt).getTime() + (entry.tookSeconds ?? 0) * 1000)
  const isOpen = entry.status === 'scheduled' || entry.status === 'awaiting_approval'
  const image = entry.tag === null ? null : `${target.image_repository}:${entry.tag}`
  await client.query(
    `insert into deployments (id, team_id, target_id, application_id, environment_id, status, reason, image, note,
       local_time, timezone, overlap, zone_database_version, due_at, start_deadline_at, wake_up_id, created_at,
       updated_at, created_by, started_at, finished_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'none', $13, $14, $15, $16, now(), 'Ada Lovelace', $17, $18)`,
    [
      ...[randomUUID(), target.team_id, target.id, target.application_id, target.environment_id],
      ...[entry.status, entry.reason, image, entry.note ?? null, local, zone, overlap],
      ...[dueAt, new Date(dueAt.getTime() + HOUR_MS), randomUUID()],
      ...[new Date(dueAt.getTime() - 240 * HOUR_MS), startedAt, isOpen ? null : endedAt],
    ],
  )
}
