-- AlterTable
ALTER TABLE "deployments" ADD COLUMN     "dismissed_at" TIMESTAMPTZ(3),
ADD COLUMN     "dismissed_by" TEXT;

-- From here on written by hand: what Prisma's schema language cannot say.

-- What an outage left behind and nobody has dismissed since: few, however long the history is. The rule is
-- lib/domain/needs-attention.ts; queries repeat these conditions word for word.
CREATE INDEX "deployments_missed_open" ON "deployments"("team_id", "due_at", "id")
  WHERE "status" = 'missed' AND ("dismissed_at" IS NULL OR "dismissed_at" < "finished_at");
CREATE INDEX "deployments_late_open" ON "deployments"("team_id", "started_at")
  WHERE "started_at" - "due_at" > interval '1 minute' AND ("dismissed_at" IS NULL OR "dismissed_at" < "started_at");

-- NOT VALID: holds for every row from now on, without a look at those that are there, which have neither.
ALTER TABLE "deployments"
  ADD CONSTRAINT "deployments_dismissed_by_somebody" CHECK (("dismissed_at" IS NULL) = ("dismissed_by" IS NULL)) NOT VALID;
