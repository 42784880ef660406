-- CreateEnum
CREATE TYPE "GapRule" AS ENUM ('skip', 'next_valid');

-- CreateEnum
CREATE TYPE "OverlapRule" AS ENUM ('first', 'second', 'both');

-- CreateEnum
CREATE TYPE "UnfinishedRule" AS ENUM ('skip', 'queue_one');

-- CreateEnum
CREATE TYPE "CatchUpRule" AS ENUM ('none', 'last', 'all');

-- CreateEnum
CREATE TYPE "OccurrenceState" AS ENUM ('made', 'skipped');

-- CreateEnum
CREATE TYPE "SkipCause" AS ENUM ('gap', 'paused', 'unfinished', 'catch_up', 'person');

-- CreateTable
CREATE TABLE "schedules" (
    "id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "application_id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "image" TEXT,
    "note" TEXT,
    "recurrence" JSONB NOT NULL,
    "timezone" TEXT NOT NULL,
    "gap" "GapRule" NOT NULL,
    "overlap" "OverlapRule" NOT NULL,
    "ends_on" TEXT,
    "jitter_minutes" INTEGER NOT NULL,
    "start_deadline_minutes" INTEGER NOT NULL,
    "unfinished" "UnfinishedRule" NOT NULL,
    "catch_up" "CatchUpRule" NOT NULL,
    "catch_up_minutes" INTEGER NOT NULL,
    "paused_at" TIMESTAMPTZ(3),
    "paused_by" TEXT,
    "pause_note" TEXT,
    "settled_until" TIMESTAMPTZ(3) NOT NULL,
    "next_at" TIMESTAMPTZ(3),
    "wake_up_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by_id" UUID,
    "created_by" TEXT NOT NULL,

    CONSTRAINT "schedules_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "occurrences" (
    "id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "schedule_id" UUID NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "local_time" TEXT NOT NULL,
    "state" "OccurrenceState" NOT NULL,
    "cause" "SkipCause",
    "reason" TEXT NOT NULL,
    "deployment_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "occurrences_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "schedules_team_id_application_id_idx" ON "schedules"("team_id", "application_id");

-- CreateIndex
CREATE INDEX "schedules_team_id_environment_id_idx" ON "schedules"("team_id", "environment_id");

-- CreateIndex
CREATE UNIQUE INDEX "schedules_team_id_id_key" ON "schedules"("team_id", "id");

-- CreateIndex
CREATE INDEX "occurrences_team_id_schedule_id_due_at_id_idx" ON "occurrences"("team_id", "schedule_id", "due_at", "id");

-- CreateIndex
CREATE INDEX "occurrences_team_id_deployment_id_idx" ON "occurrences"("team_id", "deployment_id");

-- AddForeignKey
ALTER TABLE "schedules" ADD CONSTRAINT "schedules_team_id_application_id_fkey" FOREIGN KEY ("team_id", "application_id") REFERENCES "applications"("team_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "schedules" ADD CONSTRAINT "schedules_team_id_environment_id_fkey" FOREIGN KEY ("team_id", "environment_id") REFERENCES "environments"("team_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "occurrences" ADD CONSTRAINT "occurrences_team_id_schedule_id_fkey" FOREIGN KEY ("team_id", "schedule_id") REFERENCES "schedules"("team_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "occurrences" ADD CONSTRAINT "occurrences_team_id_deployment_id_fkey" FOREIGN KEY ("team_id", "deployment_id") REFERENCES "deployments"("team_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- From here on written by hand: what Prisma's schema language cannot say.

-- An instant of a schedule happens once, whoever makes it, and however often. A local time that clocks
-- skip is not at an instant of its own: it is noted at the first one after it, where others may be.
CREATE UNIQUE INDEX "occurrences_once" ON "occurrences"("schedule_id", "due_at") WHERE "cause" IS DISTINCT FROM 'gap';
CREATE UNIQUE INDEX "occurrences_gap_once" ON "occurrences"("schedule_id", "due_at", "local_time") WHERE "cause" = 'gap';

ALTER TABLE "schedules"
  ADD CONSTRAINT "schedules_paused_by_somebody" CHECK (("paused_at" IS NULL) = ("paused_by" IS NULL)),
  ADD CONSTRAINT "schedules_next_has_wake_up" CHECK (("next_at" IS NULL) = ("wake_up_id" IS NULL)),
  ADD CONSTRAINT "schedules_minutes_not_negative" CHECK ("jitter_minutes" >= 0 AND "start_deadline_minutes" > 0 AND "catch_up_minutes" > 0);
ALTER TABLE "occurrences"
  ADD CONSTRAINT "occurrences_made_has_deployment" CHECK ("state" <> 'made' OR "deployment_id" IS NOT NULL),
  ADD CONSTRAINT "occurrences_skipped_has_cause" CHECK (("state" = 'skipped') = ("cause" IS NOT NULL)),
  ADD CONSTRAINT "occurrences_reason_given" CHECK ("reason" <> '');

DO $$
DECLARE table_name text;
BEGIN
  FOREACH table_name IN ARRAY ARRAY['schedules', 'occurrences'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', table_name);
    EXECUTE format('CREATE POLICY own_team ON %I TO shipclock_app USING (team_id = (SELECT shipclock_team()))', table_name);
    EXECUTE format('CREATE POLICY everything ON %I TO shipclock_system USING (true)', table_name);
  END LOOP;
END $$;
