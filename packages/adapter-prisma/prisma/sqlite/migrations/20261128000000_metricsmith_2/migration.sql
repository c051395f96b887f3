-- RedefineTable: SQLite cannot let a column become null. The default also serves a process that still runs a release for version 1
CREATE TABLE "new_metricsmith_transformers" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    "organizationId" TEXT,
    "kind" TEXT NOT NULL,
    "scopeKey" TEXT NOT NULL,
    "metricId" TEXT,
    "version" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "historicalCode" TEXT,
    "origin" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'accepted',
    "codeHash" TEXT NOT NULL,
    "mapping" JSONB,
    "model" TEXT,
    "proposal" JSONB,
    "fingerprint" TEXT,
    "outputExample" JSONB,
    "acceptance" JSONB NOT NULL,
    "reviewedBy" TEXT
);
INSERT INTO "new_metricsmith_transformers" ("id", "createdAt", "updatedAt", "organizationId", "kind", "scopeKey", "metricId", "version", "code", "historicalCode", "origin", "codeHash", "acceptance") SELECT "id", "createdAt", "updatedAt", "organizationId", "kind", "scopeKey", "metricId", "version", "code", "historicalCode", "origin", "codeHash", "acceptance" FROM "metricsmith_transformers";
DROP TABLE "metricsmith_transformers";
ALTER TABLE "new_metricsmith_transformers" RENAME TO "metricsmith_transformers";

-- RedefineTable
CREATE TABLE "new_metricsmith_slots" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    "organizationId" TEXT,
    "kind" TEXT NOT NULL,
    "scopeKey" TEXT NOT NULL,
    "metricId" TEXT,
    "activeTransformerId" TEXT,
    "pinnedCodeHash" TEXT
);
INSERT INTO "new_metricsmith_slots" ("id", "createdAt", "updatedAt", "organizationId", "kind", "scopeKey", "metricId", "activeTransformerId") SELECT "id", "createdAt", "updatedAt", "organizationId", "kind", "scopeKey", "metricId", "activeTransformerId" FROM "metricsmith_slots";
DROP TABLE "metricsmith_slots";
ALTER TABLE "new_metricsmith_slots" RENAME TO "metricsmith_slots";

-- AlterTable
ALTER TABLE "metricsmith_charts" ADD COLUMN "userPrompt" TEXT;

-- CreateTable
CREATE TABLE "metricsmith_counters" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    "name" TEXT NOT NULL,
    "window" TEXT NOT NULL,
    "used" REAL NOT NULL,
    "committed" REAL NOT NULL,
    "expiresAt" DATETIME
);

-- CreateTable
CREATE TABLE "metricsmith_usage_entries" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
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
    "cost" REAL
);

-- CreateIndex
CREATE INDEX "metricsmith_transformers_metricId_createdAt_idx" ON "metricsmith_transformers"("metricId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "metricsmith_transformers_kind_scopeKey_version_key" ON "metricsmith_transformers"("kind", "scopeKey", "version");

-- CreateIndex
CREATE INDEX "metricsmith_slots_metricId_idx" ON "metricsmith_slots"("metricId");

-- CreateIndex
CREATE UNIQUE INDEX "metricsmith_slots_kind_scopeKey_key" ON "metricsmith_slots"("kind", "scopeKey");

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
