import { Client } from 'pg'
import { PgBoss } from 'pg-boss'
import { WAKE_UP_QUEUE } from './wake-up'

/**
 * Installs or updates pg-boss's schema and the queue. Runs in the migration step, as the database's
 * owner, before web and worker start; safe to repeat.
 */
export async function installQueue(databaseUrl: string): Promise<void> {
  const boss = new PgBoss({ connectionString: databaseUrl, max: 2, supervise: false, schedule: false })
  boss.on('error', () => undefined)
  await boss.start()
  try {
    await boss.createQueue(WAKE_UP_QUEUE, QUEUE_OPTIONS)
    await boss.updateQueue(WAKE_UP_QUEUE, QUEUE_OPTIONS)
  } finally {
    await boss.stop({ graceful: false })
  }
  await finishSchema(databaseUrl)
}

/**
 * A wake-up whose worker died is given to another one after 10 s without a heartbeat (the least that
 * pg-boss allows), and again and again: the row, not the queue, says when to give up.
 */
const QUEUE_OPTIONS = {
  heartbeatSeconds: 10,
  expireInSeconds: 120,
  retryLimit: 50,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 15,
  deleteAfterSeconds: 24 * 60 * 60,
}

/** Wake-ups are asked for in transactions that run as shipclock_app or shipclock_system. */
async function finishSchema(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query(`
      GRANT USAGE ON SCHEMA pgboss TO shipclock_app, shipclock_system;
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA pgboss TO shipclock_app, shipclock_system;
      GRANT USAGE ON ALL SEQUENCES IN SCHEMA pgboss TO shipclock_app, shipclock_system;
      -- The worker's alarm asks for the next due instant; pg-boss's own indexes are not in that order.
      CREATE INDEX IF NOT EXISTS shipclock_next_wake_up ON pgboss.job_common (name, start_after) WHERE state < 'active';
      GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA pgboss TO shipclock_app, shipclock_system;
    `)
  } finally {
    await client.end()
  }
}
