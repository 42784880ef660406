-- AlterTable
ALTER TABLE "deployments" ADD COLUMN     "confirm_within_minutes" INTEGER,
ADD COLUMN     "confirmed_at" TIMESTAMPTZ(3),
ADD COLUMN     "confirmed_by" TEXT,
ADD COLUMN     "reverts_id" UUID;

-- CreateIndex
CREATE INDEX "deployments_team_id_reverts_id_idx" ON "deployments"("team_id", "reverts_id");

-- AddForeignKey
ALTER TABLE "deployments" ADD CONSTRAINT "deployments_team_id_reverts_id_fkey" FOREIGN KEY ("team_id", "reverts_id") REFERENCES "deployments"("team_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- From here on written by hand: what Prisma's schema language cannot say.

-- NOT VALID: holds for every row from now on, without a look at those that are there, which have none of it.
ALTER TABLE "deployments"
  ADD CONSTRAINT "deployments_reverts_another" CHECK ("reverts_id" <> "id") NOT VALID,
  ADD CONSTRAINT "deployments_revert_has_no_image" CHECK ("reverts_id" IS NULL OR "image" IS NULL) NOT VALID,
  ADD CONSTRAINT "deployments_time_to_confirm" CHECK ("confirm_within_minutes" > 0) NOT VALID,
  ADD CONSTRAINT "deployments_confirmed_by_somebody" CHECK (("confirmed_at" IS NULL) = ("confirmed_by" IS NULL)) NOT VALID,
  ADD CONSTRAINT "deployments_confirmed_after_success" CHECK ("confirmed_at" IS NULL OR ("status" = 'succeeded' AND "confirm_within_minutes" IS NOT NULL)) NOT VALID;
