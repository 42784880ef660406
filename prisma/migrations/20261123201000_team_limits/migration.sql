-- CreateEnum
CREATE TYPE "WaitingFor" AS ENUM ('dependencies', 'target', 'team');

-- AlterTable
ALTER TABLE "deployments" ADD COLUMN     "waiting_for" "WaitingFor";

-- AlterTable
ALTER TABLE "teams" ADD COLUMN     "max_running" INTEGER NOT NULL DEFAULT 50;

-- AlterTable
ALTER TABLE "worker_processes" ADD COLUMN     "call_share" DOUBLE PRECISION NOT NULL DEFAULT 1;

-- Written by hand: a team that may run nothing would wait for ever.
ALTER TABLE "teams" ADD CONSTRAINT "teams_some_may_run" CHECK ("max_running" > 0);
-- Who is next when a place becomes free, however many wait for something else.
CREATE INDEX "deployments_waiting_for_team" ON "deployments"("team_id", "due_at", "id")
  WHERE "status" = 'waiting' AND "waiting_for" = 'team';
-- A team's transaction changes that team's limit, and of the team nothing else.
REVOKE UPDATE ON "teams" FROM shipclock_app;
GRANT UPDATE ("max_running") ON "teams" TO shipclock_app;
CREATE POLICY own_team_changes ON "teams" FOR UPDATE TO shipclock_app USING (id = (SELECT shipclock_team()));
