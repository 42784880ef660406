-- CreateEnum
CREATE TYPE "Role" AS ENUM ('viewer', 'deployer', 'admin');

-- CreateEnum
CREATE TYPE "CredentialKind" AS ENUM ('static', 'role', 'ambient');

-- CreateEnum
CREATE TYPE "DeploymentStatus" AS ENUM ('scheduled', 'awaiting_approval', 'waiting', 'held', 'running', 'succeeded', 'failed', 'rolled_back', 'cancelled', 'missed', 'skipped');

-- CreateEnum
CREATE TYPE "Overlap" AS ENUM ('earlier', 'later');

-- CreateEnum
CREATE TYPE "RunStep" AS ENUM ('snapshot', 'register', 'update', 'watch', 'stop', 'rollback', 'watch_rollback', 'finished');

-- CreateTable
CREATE TABLE "teams" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "teams_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT,
    "session_version" INTEGER NOT NULL DEFAULT 1,
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "memberships" (
    "team_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" "Role" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "memberships_pkey" PRIMARY KEY ("team_id","user_id")
);

-- CreateTable
CREATE TABLE "sign_in_throttles" (
    "key" TEXT NOT NULL,
    "failures" INTEGER NOT NULL,
    "window_ends_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sign_in_throttles_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "api_tokens" (
    "id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_tokens_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotent_answers" (
    "team_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "status" INTEGER NOT NULL,
    "body" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotent_answers_pkey" PRIMARY KEY ("team_id","user_id","key")
);

-- CreateTable
CREATE TABLE "cloud_accounts" (
    "id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "endpoint" TEXT,
    "credential_kind" "CredentialKind" NOT NULL,
    "sealed_credentials" JSONB,
    "role_arn" TEXT,
    "external_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "check_requested_at" TIMESTAMPTZ(3),
    "checked_at" TIMESTAMPTZ(3),
    "check_error" TEXT,
    "discovery" JSONB,

    CONSTRAINT "cloud_accounts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "environments" (
    "id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "cloud_account_id" UUID NOT NULL,
    "cluster" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "environments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "applications" (
    "id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "applications_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "targets" (
    "id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "application_id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "service" TEXT NOT NULL,
    "container" TEXT NOT NULL,
    "image_repository" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "targets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "deployments" (
    "id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "target_id" UUID NOT NULL,
    "application_id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "status" "DeploymentStatus" NOT NULL DEFAULT 'scheduled',
    "reason" TEXT NOT NULL,
    "image" TEXT,
    "note" TEXT,
    "local_time" TEXT NOT NULL,
    "timezone" TEXT NOT NULL,
    "overlap" "Overlap",
    "zone_database_version" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "start_deadline_at" TIMESTAMPTZ(3) NOT NULL,
    "made_for_id" UUID,
    "wake_up_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by_id" UUID,
    "created_by" TEXT NOT NULL,
    "request_key" TEXT,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "deployments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dependencies" (
    "team_id" UUID NOT NULL,
    "dependent_id" UUID NOT NULL,
    "dependency_id" UUID NOT NULL,
    "lead_minutes" INTEGER NOT NULL,

    CONSTRAINT "dependencies_pkey" PRIMARY KEY ("team_id","dependent_id","dependency_id")
);

-- CreateTable
CREATE TABLE "runs" (
    "id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "deployment_id" UUID NOT NULL,
    "attempt" INTEGER NOT NULL,
    "step" "RunStep" NOT NULL DEFAULT 'snapshot',
    "wake_up" INTEGER NOT NULL DEFAULT 1,
    "service_key" TEXT NOT NULL,
    "fence" INTEGER NOT NULL DEFAULT 0,
    "leased_by" TEXT,
    "lease_expires_at" TIMESTAMPTZ(3),
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "outcome" "DeploymentStatus",
    "cancel_requested_at" TIMESTAMPTZ(3),
    "cancel_requested_by" TEXT,
    "next_wake_up_at" TIMESTAMPTZ(3) NOT NULL,
    "record" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "timeline_entries" (
    "id" BIGSERIAL NOT NULL,
    "team_id" UUID NOT NULL,
    "deployment_id" UUID NOT NULL,
    "run_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "event" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "from_status" "DeploymentStatus",
    "to_status" "DeploymentStatus",
    "details" JSONB,
    "dedupe_key" TEXT,

    CONSTRAINT "timeline_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "worker_processes" (
    "id" TEXT NOT NULL,
    "hostname" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "worker_processes_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "teams_slug_key" ON "teams"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE INDEX "memberships_user_id_idx" ON "memberships"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_tokens_hash_key" ON "api_tokens"("hash");

-- CreateIndex
CREATE INDEX "api_tokens_team_id_created_at_idx" ON "api_tokens"("team_id", "created_at");

-- CreateIndex
CREATE INDEX "idempotent_answers_created_at_idx" ON "idempotent_answers"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "cloud_accounts_team_id_id_key" ON "cloud_accounts"("team_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "cloud_accounts_team_id_name_key" ON "cloud_accounts"("team_id", "name");

-- CreateIndex
CREATE INDEX "environments_team_id_cloud_account_id_idx" ON "environments"("team_id", "cloud_account_id");

-- CreateIndex
CREATE UNIQUE INDEX "environments_team_id_id_key" ON "environments"("team_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "environments_team_id_slug_key" ON "environments"("team_id", "slug");

-- CreateIndex
CREATE UNIQUE INDEX "applications_team_id_id_key" ON "applications"("team_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "applications_team_id_slug_key" ON "applications"("team_id", "slug");

-- CreateIndex
CREATE INDEX "targets_team_id_application_id_idx" ON "targets"("team_id", "application_id");

-- CreateIndex
CREATE INDEX "targets_team_id_environment_id_idx" ON "targets"("team_id", "environment_id");

-- CreateIndex
CREATE UNIQUE INDEX "targets_team_id_id_key" ON "targets"("team_id", "id");

-- CreateIndex
CREATE INDEX "deployments_team_id_due_at_id_idx" ON "deployments"("team_id", "due_at", "id");

-- CreateIndex
CREATE INDEX "deployments_team_id_status_due_at_id_idx" ON "deployments"("team_id", "status", "due_at", "id");

-- CreateIndex
CREATE INDEX "deployments_team_id_application_id_due_at_id_idx" ON "deployments"("team_id", "application_id", "due_at", "id");

-- CreateIndex
CREATE INDEX "deployments_team_id_environment_id_due_at_id_idx" ON "deployments"("team_id", "environment_id", "due_at", "id");

-- CreateIndex
CREATE INDEX "deployments_team_id_target_id_status_idx" ON "deployments"("team_id", "target_id", "status");

-- CreateIndex
CREATE INDEX "deployments_team_id_made_for_id_idx" ON "deployments"("team_id", "made_for_id");

-- CreateIndex
CREATE UNIQUE INDEX "deployments_team_id_id_key" ON "deployments"("team_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "deployments_team_id_request_key_key" ON "deployments"("team_id", "request_key");

-- CreateIndex
CREATE INDEX "dependencies_team_id_dependency_id_idx" ON "dependencies"("team_id", "dependency_id");

-- CreateIndex
CREATE UNIQUE INDEX "runs_team_id_id_key" ON "runs"("team_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "runs_team_id_deployment_id_attempt_key" ON "runs"("team_id", "deployment_id", "attempt");

-- CreateIndex
CREATE INDEX "timeline_entries_team_id_deployment_id_id_idx" ON "timeline_entries"("team_id", "deployment_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "timeline_entries_deployment_id_dedupe_key_key" ON "timeline_entries"("deployment_id", "dedupe_key");

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "environments" ADD CONSTRAINT "environments_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "environments" ADD CONSTRAINT "environments_team_id_cloud_account_id_fkey" FOREIGN KEY ("team_id", "cloud_account_id") REFERENCES "cloud_accounts"("team_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "applications" ADD CONSTRAINT "applications_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "teams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "targets" ADD CONSTRAINT "targets_team_id_application_id_fkey" FOREIGN KEY ("team_id", "application_id") REFERENCES "applications"("team_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "targets" ADD CONSTRAINT "targets_team_id_environment_id_fkey" FOREIGN KEY ("team_id", "environment_id") REFERENCES "environments"("team_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deployments" ADD CONSTRAINT "deployments_team_id_target_id_fkey" FOREIGN KEY ("team_id", "target_id") REFERENCES "targets"("team_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deployments" ADD CONSTRAINT "deployments_team_id_application_id_fkey" FOREIGN KEY ("team_id", "application_id") REFERENCES "applications"("team_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deployments" ADD CONSTRAINT "deployments_team_id_environment_id_fkey" FOREIGN KEY ("team_id", "environment_id") REFERENCES "environments"("team_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deployments" ADD CONSTRAINT "deployments_team_id_made_for_id_fkey" FOREIGN KEY ("team_id", "made_for_id") REFERENCES "deployments"("team_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dependencies" ADD CONSTRAINT "dependencies_team_id_dependent_id_fkey" FOREIGN KEY ("team_id", "dependent_id") REFERENCES "deployments"("team_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dependencies" ADD CONSTRAINT "dependencies_team_id_dependency_id_fkey" FOREIGN KEY ("team_id", "dependency_id") REFERENCES "deployments"("team_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "runs" ADD CONSTRAINT "runs_team_id_deployment_id_fkey" FOREIGN KEY ("team_id", "deployment_id") REFERENCES "deployments"("team_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "timeline_entries" ADD CONSTRAINT "timeline_entries_team_id_deployment_id_fkey" FOREIGN KEY ("team_id", "deployment_id") REFERENCES "deployments"("team_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "timeline_entries" ADD CONSTRAINT "timeline_entries_team_id_run_id_fkey" FOREIGN KEY ("team_id", "run_id") REFERENCES "runs"("team_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- From here on written by hand: what Prisma's schema language cannot say.

-- One attempt at a time for a deployment, and one for a service, whoever starts it.
CREATE UNIQUE INDEX "runs_one_unfinished_per_deployment" ON "runs"("deployment_id") WHERE "finished_at" IS NULL;
CREATE UNIQUE INDEX "runs_one_unfinished_per_service" ON "runs"("service_key") WHERE "finished_at" IS NULL;
-- Finds runs whose wake-up was lost.
CREATE INDEX "runs_unfinished_next_wake_up" ON "runs"("next_wake_up_at") WHERE "finished_at" IS NULL;
-- Finds pending deployments whose wake-up was lost, and the oldest that is overdue.
CREATE INDEX "deployments_pending_due" ON "deployments"("due_at") WHERE "status" IN ('scheduled', 'awaiting_approval', 'waiting', 'held');
-- The list of what has not ended, in the order of due times, however much has.
CREATE INDEX "deployments_not_ended" ON "deployments"("team_id", "due_at", "id") WHERE "finished_at" IS NULL;
-- An application has one target in an environment, the retired ones not counted.
CREATE UNIQUE INDEX "targets_one_per_application_and_environment" ON "targets"("application_id", "environment_id") WHERE "retired_at" IS NULL;

-- The same invariants as the domain's.
ALTER TABLE "deployments"
  ADD CONSTRAINT "deployments_deadline_after_due" CHECK ("start_deadline_at" >= "due_at"),
  ADD CONSTRAINT "deployments_reason_given" CHECK ("reason" <> ''),
  ADD CONSTRAINT "deployments_running_has_started" CHECK ("status" NOT IN ('running', 'succeeded', 'failed', 'rolled_back') OR "started_at" IS NOT NULL),
  ADD CONSTRAINT "deployments_ended_has_finished" CHECK (("finished_at" IS NOT NULL) = ("status" IN ('succeeded', 'failed', 'rolled_back', 'cancelled', 'missed', 'skipped')));
ALTER TABLE "dependencies"
  ADD CONSTRAINT "dependencies_not_on_itself" CHECK ("dependent_id" <> "dependency_id"),
  ADD CONSTRAINT "dependencies_lead_not_negative" CHECK ("lead_minutes" >= 0);
ALTER TABLE "runs"
  ADD CONSTRAINT "runs_finished_has_outcome" CHECK (("finished_at" IS NOT NULL) = ("outcome" IS NOT NULL) AND ("finished_at" IS NOT NULL) = ("step" = 'finished'));

-- The second wall around a team: every process connects with the role shipclock_app, which sees the
-- rows of the team that its transaction names and, without a name, none. shipclock_system, entered
-- for one transaction where no team is known yet (sign-in, rescue, metrics), sees all.
DO $$
DECLARE role_name text;
BEGIN
  FOREACH role_name IN ARRAY ARRAY['shipclock_app', 'shipclock_system'] LOOP
    BEGIN
      EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
    EXCEPTION
      -- Roles belong to the whole server: another database, or another migration at this moment, made it.
      WHEN duplicate_object OR unique_violation THEN NULL;
    END;
    EXECUTE format('GRANT %I TO CURRENT_USER', role_name);
  END LOOP;
END $$;

GRANT USAGE ON SCHEMA public TO shipclock_app, shipclock_system;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO shipclock_app, shipclock_system;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO shipclock_app, shipclock_system;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO shipclock_app, shipclock_system;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO shipclock_app, shipclock_system;
-- The timeline is a record: it is added to, never changed.
REVOKE UPDATE, DELETE ON "timeline_entries" FROM shipclock_app, shipclock_system;

-- The team of this transaction, or null, which equals nothing.
CREATE FUNCTION shipclock_team() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('shipclock.team_id', true), '')::uuid $$;

DO $$
DECLARE table_name text;
BEGIN
  FOREACH table_name IN ARRAY ARRAY['memberships', 'api_tokens', 'idempotent_answers', 'cloud_accounts', 'environments',
    'applications', 'targets', 'deployments', 'dependencies', 'runs', 'timeline_entries'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', table_name);
    -- "(SELECT …)" makes the planner ask once a statement instead of once a row.
    EXECUTE format('CREATE POLICY own_team ON %I TO shipclock_app USING (team_id = (SELECT shipclock_team()))', table_name);
    EXECUTE format('CREATE POLICY everything ON %I TO shipclock_system USING (true)', table_name);
  END LOOP;
END $$;

ALTER TABLE "teams" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_team ON "teams" FOR SELECT TO shipclock_app USING (id = (SELECT shipclock_team()));
CREATE POLICY everything ON "teams" TO shipclock_system USING (true);

-- A team sees its members. Only sign-in and the command line see all users.
ALTER TABLE "users" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_members ON "users" FOR SELECT TO shipclock_app
  USING (EXISTS (SELECT 1 FROM "memberships" m WHERE m.user_id = "users".id AND m.team_id = (SELECT shipclock_team())));
CREATE POLICY everything ON "users" TO shipclock_system USING (true);

ALTER TABLE "sign_in_throttles" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY everything ON "sign_in_throttles" TO shipclock_system USING (true);

-- Tells every process what changed, so that pages are live without polling. The argument names the
-- column that says which deployment, or which cloud account, it was.
CREATE FUNCTION shipclock_tell_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('shipclock_changes', json_build_object(
    'teamId', NEW.team_id, 'kind', TG_ARGV[0], 'id', to_jsonb(NEW) ->> TG_ARGV[1])::text);
  RETURN NULL;
END $$;
CREATE TRIGGER tell_change AFTER INSERT ON "timeline_entries"
  FOR EACH ROW EXECUTE FUNCTION shipclock_tell_change('deployment', 'deployment_id');
CREATE TRIGGER tell_change AFTER UPDATE ON "runs"
  FOR EACH ROW WHEN (OLD.record IS DISTINCT FROM NEW.record) EXECUTE FUNCTION shipclock_tell_change('deployment', 'deployment_id');
CREATE TRIGGER tell_change AFTER UPDATE ON "cloud_accounts"
  FOR EACH ROW EXECUTE FUNCTION shipclock_tell_change('cloud_account', 'id');
