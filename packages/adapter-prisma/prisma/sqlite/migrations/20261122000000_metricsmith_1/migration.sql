-- CreateTable
CREATE TABLE "metricsmith_metrics" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    "organizationId" TEXT NOT NULL,
    "templateId" TEXT,
    "adHoc" JSONB,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "measure" JSONB NOT NULL,
    "kind" TEXT NOT NULL,
    "connectionId" TEXT,
    "endpointConfig" JSONB NOT NULL,
    "configHash" TEXT NOT NULL,
    "timezone" TEXT NOT NULL,
    "timeKind" TEXT NOT NULL,
    "liveGeneration" INTEGER NOT NULL,
    "liveSince" DATETIME,
    "status" TEXT NOT NULL,
    "lastFetchedAt" DATETIME,
    "lastError" TEXT,
    "lastErrorCode" TEXT,
    "refreshStatus" TEXT,
    "activeRunId" TEXT,
    "pendingRunId" TEXT
);

-- CreateTable
CREATE TABLE "metricsmith_payloads" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    "organizationId" TEXT NOT NULL,
    "metricId" TEXT NOT NULL,
    "runId" TEXT,
    "kind" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "pages" JSONB NOT NULL,
    "endpointConfig" JSONB NOT NULL,
    "configHash" TEXT NOT NULL,
    "timezone" TEXT NOT NULL,
    "fetchedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "metricsmith_transformers" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    "organizationId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "scopeKey" TEXT NOT NULL,
    "metricId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "historicalCode" TEXT,
    "origin" TEXT NOT NULL,
    "codeHash" TEXT NOT NULL,
    "acceptance" JSONB NOT NULL
);

-- CreateTable
CREATE TABLE "metricsmith_slots" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    "organizationId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "scopeKey" TEXT NOT NULL,
    "metricId" TEXT NOT NULL,
    "activeTransformerId" TEXT
);

-- CreateTable
CREATE TABLE "metricsmith_charts" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    "organizationId" TEXT NOT NULL,
    "metricId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "preferences" JSONB NOT NULL,
    "transform" TEXT,
    "chartConfig" JSONB,
    "chartConfigUpdatedAt" DATETIME,
    "lastError" TEXT,
    "lastErrorCode" TEXT,
    "staleSince" DATETIME
);

-- CreateTable
CREATE TABLE "metricsmith_runs" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    "organizationId" TEXT NOT NULL,
    "pipeline" TEXT NOT NULL,
    "provider" TEXT,
    "domain" TEXT,
    "definitionHash" TEXT NOT NULL,
    "trigger" TEXT NOT NULL,
    "metricId" TEXT,
    "parameters" JSONB NOT NULL,
    "status" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "handOvers" INTEGER NOT NULL,
    "checkpoint" JSONB,
    "receipts" JSONB NOT NULL,
    "completedSteps" INTEGER NOT NULL,
    "totalSteps" INTEGER NOT NULL,
    "currentStep" JSONB,
    "result" JSONB,
    "errorCode" TEXT,
    "errorMessage" TEXT,
    "errorCategory" TEXT,
    "createdBy" TEXT,
    "startedAt" DATETIME,
    "completedAt" DATETIME,
    "leaseOwner" TEXT,
    "leaseExpiresAt" DATETIME,
    "cancelRequestedAt" DATETIME
);

-- CreateTable
CREATE TABLE "metricsmith_step_logs" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    "organizationId" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "metricId" TEXT,
    "sequence" INTEGER NOT NULL,
    "attempt" INTEGER NOT NULL,
    "step" TEXT NOT NULL,
    "displayName" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "startedAt" DATETIME NOT NULL,
    "completedAt" DATETIME NOT NULL,
    "durationMs" REAL NOT NULL,
    "output" JSONB,
    "error" JSONB
);

-- CreateTable
CREATE TABLE "metricsmith_data_points" (
    "metricId" TEXT NOT NULL,
    "generation" INTEGER NOT NULL,
    "timestamp" DATETIME NOT NULL,
    "series" TEXT NOT NULL,
    "value" REAL NOT NULL,
    "dimensions" JSONB,
    "payloadId" TEXT,
    "transformerVersion" INTEGER,

    PRIMARY KEY ("metricId", "generation", "timestamp", "series")
);

-- CreateTable
CREATE TABLE "metricsmith_payload_bodies" (
    "organizationId" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "body" BLOB NOT NULL,
    "encoding" TEXT NOT NULL,
    "putAt" DATETIME NOT NULL,

    PRIMARY KEY ("organizationId", "sha256")
);

-- CreateTable
CREATE TABLE "metricsmith_meta" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "schemaVersion" INTEGER NOT NULL,
    "owner" TEXT,
    "ownerSeenAt" DATETIME
);

-- CreateIndex
CREATE INDEX "metricsmith_metrics_organizationId_createdAt_idx" ON "metricsmith_metrics"("organizationId", "createdAt");

-- CreateIndex
CREATE INDEX "metricsmith_payloads_metricId_fetchedAt_idx" ON "metricsmith_payloads"("metricId", "fetchedAt");

-- CreateIndex
CREATE INDEX "metricsmith_payloads_metricId_createdAt_idx" ON "metricsmith_payloads"("metricId", "createdAt");

-- CreateIndex
CREATE INDEX "metricsmith_payloads_organizationId_createdAt_idx" ON "metricsmith_payloads"("organizationId", "createdAt");

-- CreateIndex
CREATE INDEX "metricsmith_transformers_metricId_createdAt_idx" ON "metricsmith_transformers"("metricId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "metricsmith_transformers_kind_scopeKey_version_key" ON "metricsmith_transformers"("kind", "scopeKey", "version");

-- CreateIndex
CREATE INDEX "metricsmith_slots_metricId_idx" ON "metricsmith_slots"("metricId");

-- CreateIndex
CREATE UNIQUE INDEX "metricsmith_slots_kind_scopeKey_key" ON "metricsmith_slots"("kind", "scopeKey");

-- CreateIndex
CREATE INDEX "metricsmith_charts_metricId_createdAt_idx" ON "metricsmith_charts"("metricId", "createdAt");

-- CreateIndex
CREATE INDEX "metricsmith_runs_organizationId_createdAt_idx" ON "metricsmith_runs"("organizationId", "createdAt");

-- CreateIndex
CREATE INDEX "metricsmith_runs_metricId_createdAt_idx" ON "metricsmith_runs"("metricId", "createdAt");

-- CreateIndex
CREATE INDEX "metricsmith_runs_status_leaseExpiresAt_idx" ON "metricsmith_runs"("status", "leaseExpiresAt");

-- CreateIndex
CREATE INDEX "metricsmith_runs_status_completedAt_idx" ON "metricsmith_runs"("status", "completedAt");

-- CreateIndex
CREATE UNIQUE INDEX "metricsmith_step_logs_runId_sequence_key" ON "metricsmith_step_logs"("runId", "sequence");

-- CreateIndex
CREATE INDEX "metricsmith_payload_bodies_putAt_idx" ON "metricsmith_payload_bodies"("putAt");

-- The version of these tables
INSERT INTO "metricsmith_meta" ("id", "schemaVersion") VALUES (1, 1);
