import type { Client } from 'pg'

/**
 * Puts a clock of our own before PostgreSQL's, for every connection made from now on: the product asks for
 * `clock_timestamp()` and waits with `pg_sleep()` by names that the search path resolves. It stands still
 * between two moves, so that a simulation is the same however quick the machine is, and waiting moves it.
 * A sequence keeps it, in epoch milliseconds: that is no part of any transaction.
 */
export async function installClock(client: Client, startMs: number): Promise<void> {
  await client.query(`
    CREATE SCHEMA virtual;
    CREATE SEQUENCE virtual.clock;
    CREATE FUNCTION virtual.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE SECURITY DEFINER AS $$
      SELECT pg_catalog.to_timestamp(last_value / 1000.0) FROM virtual.clock
    $$;
    CREATE FUNCTION virtual.move_to(ms bigint) RETURNS bigint LANGUAGE sql VOLATILE SECURITY DEFINER AS $$
      SELECT pg_catalog.setval('virtual.clock', greatest(last_value, ms)) FROM virtual.clock
    $$;
    CREATE FUNCTION virtual.pg_sleep(seconds double precision) RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER AS $$
      SELECT pg_catalog.setval('virtual.clock', last_value + pg_catalog.round(seconds * 1000)::bigint) FROM virtual.clock
    $$;
    GRANT USAGE ON SCHEMA virtual TO PUBLIC;
    SELECT virtual.move_to(${startMs});
    DO $$ BEGIN
      EXECUTE format('ALTER DATABASE %I SET search_path = virtual, public, pg_catalog', current_database());
    END $$;
  `)
}
