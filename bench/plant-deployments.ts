import { Client } from 'pg'
import { copyRows } from './copy-rows'

export interface PlantOrder {
  databaseUrl: string
  /** Made by the use case: its rows are what is copied. */
  likeDeployment: string
  count: number
  /** SQL over `i.n`, from 0: when the n-th is due. */
  dueAt: string
  /** The copies are spread evenly over as many applications, each with a target and service of its own. */
  applications: number
}

/**
 * Plants scheduled deployments in bulk, each with what the use case writes: the row, the first timeline
 * entry, the wake-up. Constraints and triggers stand aside meanwhile, as when a backup is restored.
 */
export async function plantDeployments(order: PlantOrder): Promise<void> {
  const client = new Client({ connectionString: order.databaseUrl })
  await client.connect()
  try {
    await client.query(`SET session_replication_role = replica`)
    const like = await originalOf(client, order.likeDeployment)
    await plantApplications(client, like, order.applications)
    await client.query(
      `CREATE TEMP TABLE planted AS
       SELECT i.n, gen_random_uuid() AS id, gen_random_uuid() AS wake_up_id, (${order.dueAt}) AS due_at,
         a.target_id, a.application_id
       FROM generate_series(0, $1::int - 1) i(n) JOIN planted_applications a ON a.n = i.n % $2::int`,
      [order.count, order.applications],
    )
    await copyRows(client, { table: 'deployments', like: order.likeDeployment, but: DEPLOYMENT })
    await copyRows(client, { table: 'timeline_entries', like: like.timeline_entry_id, but: TIMELINE_ENTRY })
    await copyRows(client, { table: 'pgboss.job', like: like.wake_up_id, but: WAKE_UP })
  } finally {
    await client.end()
  }
}

const DEPLOYMENT = {
  ...{ id: 'p.id', target_id: 'p.target_id', application_id: 'p.application_id', wake_up_id: 'p.wake_up_id' },
  due_at: 'p.due_at',
  start_deadline_at: 'p.due_at + (t.start_deadline_at - t.due_at)',
  local_time: `to_char(p.due_at AT TIME ZONE t.timezone, 'YYYY-MM-DD"T"HH24:MI')`,
}

const TIMELINE_ENTRY = { id: `nextval('timeline_entries_id_seq')`, deployment_id: 'p.id' }

const WAKE_UP = {
  id: 'p.wake_up_id',
  data: `jsonb_set(t.data, '{deploymentId}', to_jsonb(p.id))`,
  start_after: 'p.due_at',
  keep_until: 'p.due_at + (t.keep_until - t.start_after)',
}

interface Original {
  application_id: string
  target_id: string
  wake_up_id: string
  timeline_entry_id: string
}

async function originalOf(client: Client, deploymentId: string): Promise<Original> {
  const { rows } = await client.query<Original>(
    `SELECT d.application_id, d.target_id, d.wake_up_id, min(e.id)::text AS timeline_entry_id
     FROM deployments d JOIN timeline_entries e ON e.deployment_id = d.id
     WHERE d.id = $1 GROUP BY d.id`,
    [deploymentId],
  )
  if (rows[0] === undefined) throw new Error(`There is no deployment ${deploymentId}.`)
  return rows[0]
}

async function plantApplications(client: Client, like: Original, count: number): Promise<void> {
  await client.query(
    `CREATE TEMP TABLE planted_applications AS
     SELECT n, gen_random_uuid() AS application_id, gen_random_uuid() AS target_id
     FROM generate_series(0, $1::int - 1) n`,
    [count],
  )
  const from = 'planted_applications'
  const application = { id: 'p.application_id', name: `'Planted ' || p.n`, slug: `'planted-' || p.n` }
  const target = { id: 'p.target_id', application_id: 'p.application_id', service: `'planted-' || p.n` }
  await copyRows(client, { table: 'applications', like: like.application_id, but: application, from })
  await copyRows(client, { table: 'targets', like: like.target_id, but: target, from })
}
