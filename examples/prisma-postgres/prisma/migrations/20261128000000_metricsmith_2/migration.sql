-- AlterTable: the default also serves processes that still run a release for version 1
ALTER TABLE "metricsmith_transformers" ADD COLUMN "state" TEXT NOT NULL DEFAULT 'accepted',
ADD COLUMN "mapping" JSON,
ADD COLUMN "model" TEXT,
ADD COLUMN "proposal" JSON,
ADD COLUMN "fingerprint" TEXT,
ADD COLUMN "outputExample" JSON,
ADD COLUMN "reviewedBy" TEXT,
ALTER COLUMN "organizationId" DROP NOT NULL,
ALTER COLUMN "metricId" DROP NOT NULL;

-- AlterTable
ALTER TABLE "metricsmith_slots" ADD COLUMN "pinnedCodeHash" TEXT,
ALTER COLUMN "organizationId" DROP NOT NULL,
ALTER COLUMN "metricId" DROP NOT NULL;

-- AlterTable
ALTER TABLE "metricsmith_charts" ADD COLUMN "userPrompt" TEXT;

-- CreateTable
CREATE TABLE "metricsmith_counters" (
    "id" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "name" TEXT NOT NULL,
    "window" TEXT NOT NULL,
    "used" DOUBLE PRECISION NOT NULL,
    "committed" DOUBLE PRECISION NOT NULL,
    "expiresAt" TIMESTAMP(3),

    CONSTRAINT "metricsmith_counters_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "metricsmith_usage_entries" (
    "id" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "organizationId" TEXT NOT NULL,
    "metricId" TEXT,
    "runId" TEXT,
    "transformerId" TEXT,
    "model" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "errorCode" TEXT,
    "inputTokens" INTEGER NOT NULL,
    "outputTokens" INTEGER NOT NULL,
    "cost" DOUBLE PRECISION,

    CONSTRAINT "metricsmith_usage_entries_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "metricsmith_counters_expiresAt_idx" ON "metricsmith_counters"("expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "metricsmith_counters_name_window_key" ON "metricsmith_counters"("name", "window");

-- CreateIndex
CREATE INDEX "metricsmith_usage_entries_organizationId_createdAt_idx" ON "metricsmith_usage_entries"("organizationId", "createdAt");

-- CreateIndex
CREATE INDEX "metricsmith_usage_entries_metricId_createdAt_idx" ON "metricsmith_usage_entries"("metricId", "createdAt");

-- CreateIndex
CREATE INDEX "metricsmith_usage_entries_runId_idx" ON "metricsmith_usage_entries"("runId");

-- CreateIndex
CREATE INDEX "metricsmith_usage_entries_transformerId_idx" ON "metricsmith_usage_entries"("transformerId");

-- The version of these tables
UPDATE "metricsmith_meta" SET "schemaVersion" = 2 WHERE "id" = 1 AND "schemaVersion" < 2;
