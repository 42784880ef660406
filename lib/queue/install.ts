import { Client } from 'pg'
import { PgBoss } from 'pg-boss'
import { DUE_NOW, QUEUES, WAKE_UP_CHANNEL } from './wake-up'

/**
 * Installs or updates pg-boss's schema and the queue. Runs in the migration step, as the database's
 * owner, before web and worker start; safe to repeat.
 */
export async function installQueue(databaseUrl: string): Promise<void> {
  const boss = new PgBoss({ connectionString: databaseUrl, max: 2, supervise: false, schedule: false })
  boss.on('error', () => undefined)
  await boss.start()
  try {
    for (const queue of QUEUES) await boss.createQueue(queue)
  } finally {
    await boss.stop({ graceful: false })
  }
  await finishSchema(databaseUrl)
}

/** Wake-ups are asked for in transactions that run as shipclock_app or shipclock_system. */
async function finishSchema(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query(FINISH)
  } finally {
    await client.end()
  }
}

const FINISH = `
  GRANT USAGE ON SCHEMA pgboss TO shipclock_app, shipclock_system;
  GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA pgboss TO shipclock_app, shipclock_system;
  GRANT USAGE ON ALL SEQUENCES IN SCHEMA pgboss TO shipclock_app, shipclock_system;
  GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA pgboss TO shipclock_app, shipclock_system;

  -- What is due, oldest first, and the next due instant; pg-boss's own indexes are not in that order,
  -- so that a million wake-ups still ahead would stand between a worker and the one that is due.
  CREATE INDEX IF NOT EXISTS shipclock_next_wake_up ON pgboss.job_common (name, start_after) WHERE state < 'active';
  -- What a dead worker had taken.
  CREATE INDEX IF NOT EXISTS shipclock_taken_wake_up ON pgboss.job_common ((output ->> 'by')) WHERE state < 'active' AND output IS NOT NULL;

  -- Tells the workers' alarms of a wake-up that is due earlier than they know. Being told of one that is
  -- put off would only make them look for nothing.
  CREATE OR REPLACE FUNCTION pgboss.shipclock_tell_wake_up() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM pg_notify('${WAKE_UP_CHANNEL}', NEW.name || ' ' ||
      CASE WHEN NEW.start_after <= clock_timestamp() THEN '${DUE_NOW}'
      ELSE ceil(extract(epoch FROM NEW.start_after) * 1000)::bigint::text END);
    RETURN NULL;
  END $$;
  CREATE OR REPLACE TRIGGER shipclock_tell_new AFTER INSERT ON pgboss.job_common
    FOR EACH ROW EXECUTE FUNCTION pgboss.shipclock_tell_wake_up();
  CREATE OR REPLACE TRIGGER shipclock_tell_earlier AFTER UPDATE OF start_after ON pgboss.job_common
    FOR EACH ROW WHEN (NEW.start_after < OLD.start_after) EXECUTE FUNCTION pgboss.shipclock_tell_wake_up();
`
