-- CreateEnum
CREATE TYPE "FreezeEffect" AS ENUM ('freeze', 'allow');

-- AlterTable
ALTER TABLE "teams" ADD COLUMN     "freezes_version" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "deployments" ADD COLUMN     "freeze_overridden_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "freeze_windows" (
    "id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "effect" "FreezeEffect" NOT NULL,
    "reason" TEXT NOT NULL,
    "environment_id" UUID,
    "application_id" UUID,
    "timezone" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3),
    "ends_at" TIMESTAMPTZ(3),
    "weekdays" INTEGER[],
    "from_time" TEXT,
    "until_time" TEXT,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "freeze_windows_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "freeze_windows_team_id_ends_at_idx" ON "freeze_windows"("team_id", "ends_at");

-- CreateIndex
CREATE UNIQUE INDEX "freeze_windows_team_id_id_key" ON "freeze_windows"("team_id", "id");

-- AddForeignKey
ALTER TABLE "freeze_windows" ADD CONSTRAINT "freeze_windows_team_id_environment_id_fkey" FOREIGN KEY ("team_id", "environment_id") REFERENCES "environments"("team_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "freeze_windows" ADD CONSTRAINT "freeze_windows_team_id_application_id_fkey" FOREIGN KEY ("team_id", "application_id") REFERENCES "applications"("team_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- From here on written by hand: what Prisma's schema language cannot say.

-- Once or weekly, and of either kind complete.
ALTER TABLE "freeze_windows"
  ADD CONSTRAINT "freeze_windows_reason_given" CHECK ("reason" <> ''),
  ADD CONSTRAINT "freeze_windows_once_or_weekly" CHECK (CASE WHEN "starts_at" IS NOT NULL
    THEN "ends_at" > "starts_at" AND "from_time" IS NULL AND "until_time" IS NULL AND cardinality("weekdays") = 0
    ELSE "ends_at" IS NULL AND "from_time" IS NOT NULL AND "until_time" IS NOT NULL AND cardinality("weekdays") > 0 END);

ALTER TABLE "freeze_windows" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_team ON "freeze_windows" TO shipclock_app USING (team_id = (SELECT shipclock_team()));
CREATE POLICY everything ON "freeze_windows" TO shipclock_system USING (true);

-- Counts every change of a team's windows, also those that come with a deleted environment: a start that
-- was decided before and is written after it finds that it has to be decided again.
GRANT UPDATE ("freezes_version") ON "teams" TO shipclock_app;
CREATE FUNCTION shipclock_count_freeze_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE teams SET freezes_version = freezes_version + 1 WHERE id = coalesce(NEW.team_id, OLD.team_id);
  RETURN NULL;
END $$;
CREATE TRIGGER count_freeze_change AFTER INSERT OR UPDATE OR DELETE ON "freeze_windows"
  FOR EACH ROW EXECUTE FUNCTION shipclock_count_freeze_change();

-- As it was, and nothing is done either when the team's freezes have changed since the plan. When the next of
-- them begins is in `latest`.
--
-- Starts deployments as a worker planned it a moment before, at `not_before` and to the millisecond: the
-- plan was made without locks, so each thing it rests on is looked at again. Null, and nothing is done,
-- when one of them is different by now. One statement: whoever else starts something of this team waits
-- for what is written here, not for a worker that is busy. Every statement in here sees what was
-- committed before it began, also while this one waited.
CREATE OR REPLACE FUNCTION shipclock_start_as_planned(plan jsonb, not_before timestamptz, clock_offset interval)
  RETURNS timestamptz LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  team uuid := shipclock_team();
  wanted int := jsonb_array_length(plan -> 'deployments');
  found_same int;
  started timestamptz;
BEGIN
  PERFORM pg_sleep(least(greatest(extract(epoch FROM not_before - clock_timestamp() - clock_offset), 0), 1));
  PERFORM pg_advisory_xact_lock(hashtextextended('starts/' || team, 0));
  started := date_trunc('milliseconds', clock_timestamp() + clock_offset);
  IF started < not_before OR started > (plan ->> 'latest')::timestamptz THEN RETURN NULL; END IF;

  SELECT count(*) INTO found_same FROM (
    SELECT 1 FROM jsonb_to_recordset(plan -> 'deployments') AS p(id uuid, version text)
      JOIN deployments d ON d.team_id = team AND d.id = p.id
      JOIN environments e ON e.team_id = team AND e.id = d.environment_id
      JOIN targets t ON t.team_id = team AND t.id = d.target_id
    WHERE p.version = concat_ws('/', d.xmin, e.xmin, t.xmin)
    FOR UPDATE OF d SKIP LOCKED
  ) AS same;
  IF found_same < wanted
    OR EXISTS (
      SELECT 1 FROM jsonb_to_recordset(plan -> 'deployments') AS p(id uuid)
        JOIN dependencies x ON x.team_id = team AND x.dependent_id = p.id
        JOIN deployments d ON d.team_id = team AND d.id = x.dependency_id
      WHERE d.status <> 'succeeded')
    OR EXISTS (
      SELECT 1 FROM jsonb_to_recordset(plan -> 'runs') AS p("serviceKey" text)
        JOIN runs r ON r.team_id = team AND r.service_key = p."serviceKey" AND r.finished_at IS NULL)
    OR (SELECT count(*) FROM deployments d WHERE d.team_id = team AND d.status = 'running') + wanted
      > (SELECT max_running FROM teams WHERE id = team)
    OR (SELECT freezes_version FROM teams WHERE id = team) IS DISTINCT FROM (plan ->> 'freezesVersion')::int
  THEN RETURN NULL; END IF;

  IF shipclock_transition(plan -> 'moves', plan -> 'runs', started) <> wanted THEN
    RAISE EXCEPTION 'A locked deployment changed its status.';
  END IF;
  DELETE FROM pgboss.job WHERE name = 'wake-up' AND id IN (
    SELECT value::uuid FROM jsonb_array_elements_text(plan -> 'settled'));
  INSERT INTO pgboss.job (name, data, start_after, keep_until, group_id, policy)
  SELECT 'run-step', value, started, started + interval '14 days', team::text, 'standard'
  FROM jsonb_array_elements(plan -> 'firstSteps');
  RETURN started;
END $$;
