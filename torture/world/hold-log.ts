import pg from 'pg'
import { queryDatabase } from './query-database'

/**
 * That a worker took something in hand (`heldBy`), or laid it down (null), at an instant of the database's
 * clock: a run, from its wake-up's ringing to the end of the step, or the wake-up of a deployment.
 */
export interface Hold {
  thing: string
  heldBy: string | null
  at: number
}

/** Writes down every change of hands, by a trigger of ours: the product keeps only the present holder. */
export async function installHoldLog(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query(`
      CREATE SCHEMA torture;
      CREATE TABLE torture.holds (
        id bigint GENERATED ALWAYS AS IDENTITY, thing uuid NOT NULL, held_by text, at timestamptz NOT NULL);
      CREATE FUNCTION torture.note_run() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
      BEGIN
        INSERT INTO torture.holds (thing, held_by, at) VALUES (NEW.id, NEW.leased_by, clock_timestamp());
        RETURN NULL;
      END $$;
      CREATE TRIGGER note_hold AFTER UPDATE ON runs FOR EACH ROW
        WHEN (NEW.leased_by IS DISTINCT FROM OLD.leased_by OR NEW.fence <> OLD.fence)
        EXECUTE FUNCTION torture.note_run();
      CREATE FUNCTION torture.note_wake_up() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
      BEGIN
        INSERT INTO torture.holds (thing, held_by, at)
          VALUES (COALESCE((OLD.data ->> 'runId')::uuid, OLD.id),
            CASE WHEN TG_OP = 'UPDATE' THEN NEW.output ->> 'by' END, clock_timestamp());
        RETURN NULL;
      END $$;
      CREATE TRIGGER note_taken AFTER UPDATE ON pgboss.job FOR EACH ROW
        WHEN (NEW.output ->> 'by' IS DISTINCT FROM OLD.output ->> 'by')
        EXECUTE FUNCTION torture.note_wake_up();
      CREATE TRIGGER note_settled AFTER DELETE ON pgboss.job FOR EACH ROW
        WHEN (OLD.output ? 'by')
        EXECUTE FUNCTION torture.note_wake_up();
    `)
  } finally {
    await client.end()
  }
}

/** The log, oldest first. */
export async function readHoldLog(databaseUrl: string): Promise<Hold[]> {
  return queryDatabase<Hold>(
    databaseUrl,
    `SELECT thing, held_by AS "heldBy", extract(epoch FROM at)::float8 * 1000 AS at FROM torture.holds ORDER BY at, id`,
  )
}
