-- CreateEnum
CREATE TYPE "LateAction" AS ENUM ('wait', 'skip', 'fail');

-- AlterTable
ALTER TABLE "dependencies" ADD COLUMN     "delay_minutes" INTEGER,
ADD COLUMN     "late_after_minutes" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "when_late" "LateAction" NOT NULL DEFAULT 'wait';

-- AlterTable
ALTER TABLE "deployments" ADD COLUMN     "finish_by_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "environments" ADD COLUMN     "start_deadline_minutes" INTEGER;

-- Written by hand: neither counts backwards, and a deadline at the due time itself would let nothing start.
ALTER TABLE "dependencies"
  ADD CONSTRAINT "dependencies_delay_not_negative" CHECK ("delay_minutes" >= 0),
  ADD CONSTRAINT "dependencies_late_not_before_due" CHECK ("late_after_minutes" >= 0);
ALTER TABLE "environments" ADD CONSTRAINT "environments_deadline_after_due" CHECK ("start_deadline_minutes" > 0);
