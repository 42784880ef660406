-- CreateTable
CREATE TABLE "zone_moves" (
    "id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "deployment_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "local_time" TEXT NOT NULL,
    "timezone" TEXT NOT NULL,
    "due_before" TIMESTAMPTZ(3) NOT NULL,
    "due_after" TIMESTAMPTZ(3) NOT NULL,
    "version_before" TEXT NOT NULL,
    "version_after" TEXT NOT NULL,
    "dismissed_at" TIMESTAMPTZ(3),
    "dismissed_by" TEXT,

    CONSTRAINT "zone_moves_pkey" PRIMARY KEY ("id")
);

-- AddForeignKey
ALTER TABLE "zone_moves" ADD CONSTRAINT "zone_moves_team_id_deployment_id_fkey" FOREIGN KEY ("team_id", "deployment_id") REFERENCES "deployments"("team_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- From here on written by hand: what Prisma's schema language cannot say.

-- What nobody has dismissed: few, however many there were.
CREATE INDEX "zone_moves_open" ON "zone_moves"("team_id", "at", "id") WHERE "dismissed_at" IS NULL;

ALTER TABLE "zone_moves"
  ADD CONSTRAINT "zone_moves_dismissed_by_somebody" CHECK (("dismissed_at" IS NULL) = ("dismissed_by" IS NULL));

-- As of all tables of a team: see the first migration.
ALTER TABLE "zone_moves" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_team ON "zone_moves" TO shipclock_app USING (team_id = (SELECT shipclock_team()));
CREATE POLICY everything ON "zone_moves" TO shipclock_system USING (true);
