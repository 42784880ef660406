-- CreateEnum
CREATE TYPE "CalendarFeedScope" AS ENUM ('team', 'environment', 'person');

-- CreateTable
CREATE TABLE "calendar_feeds" (
    "id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "scope" "CalendarFeedScope" NOT NULL,
    "environment_id" UUID,
    "hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "calendar_feeds_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "calendar_feeds_hash_key" ON "calendar_feeds"("hash");

-- CreateIndex
CREATE INDEX "calendar_feeds_team_id_created_at_idx" ON "calendar_feeds"("team_id", "created_at");

-- AddForeignKey
ALTER TABLE "calendar_feeds" ADD CONSTRAINT "calendar_feeds_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "calendar_feeds" ADD CONSTRAINT "calendar_feeds_team_id_environment_id_fkey" FOREIGN KEY ("team_id", "environment_id") REFERENCES "environments"("team_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- From here on written by hand: what Prisma's schema language cannot say.

-- A feed of an environment that names none would show a whole team's.
ALTER TABLE "calendar_feeds"
  ADD CONSTRAINT "calendar_feeds_environment_named" CHECK (("scope" = 'environment') = ("environment_id" IS NOT NULL));

-- As of all tables of a team: see the first migration.
ALTER TABLE "calendar_feeds" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_team ON "calendar_feeds" TO shipclock_app USING (team_id = (SELECT shipclock_team()));
CREATE POLICY everything ON "calendar_feeds" TO shipclock_system USING (true);
