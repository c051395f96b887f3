-- CreateTable
CREATE TABLE "metricsmith_metrics" (
    "id" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "organizationId" TEXT NOT NULL,
    "templateId" TEXT,
    "adHoc" JSON,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "measure" JSON NOT NULL,
    "kind" TEXT NOT NULL,
    "connectionId" TEXT,
    "endpointConfig" JSON NOT NULL,
    "configHash" TEXT NOT NULL,
    "timezone" TEXT NOT NULL,
    "timeKind" TEXT NOT NULL,
    "liveGeneration" INTEGER NOT NULL,
    "liveSince" TIMESTAMP(3),
    "status" TEXT NOT NULL,
    "lastFetchedAt" TIMESTAMP(3),
    "lastError" TEXT,
    "lastErrorCode" TEXT,
    "refreshStatus" TEXT,
    "activeRunId" TEXT,
    "pendingRunId" TEXT,

    CONSTRAINT "metricsmith_metrics_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "metricsmith_payloads" (
    "id" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "organizationId" TEXT NOT NULL,
    "metricId" TEXT NOT NULL,
    "runId" TEXT,
    "kind" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "pages" JSON NOT NULL,
    "endpointConfig" JSON NOT NULL,
    "configHash" TEXT NOT NULL,
    "timezone" TEXT NOT NULL,
    "fetchedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "metricsmith_payloads_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "metricsmith_transformers" (
    "id" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "organizationId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "scopeKey" TEXT NOT NULL,
    "metricId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "historicalCode" TEXT,
    "origin" TEXT NOT NULL,
    "codeHash" TEXT NOT NULL,
    "acceptance" JSON NOT NULL,

    CONSTRAINT "metricsmith_transformers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "metricsmith_slots" (
    "id" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "organizationId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "scopeKey" TEXT NOT NULL,
    "metricId" TEXT NOT NULL,
    "activeTransformerId" TEXT,

    CONSTRAINT "metricsmith_slots_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "metricsmith_charts" (
    "id" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "organizationId" TEXT NOT NULL,
    "metricId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "preferences" JSON NOT NULL,
    "transform" TEXT,
    "chartConfig" JSON,
    "chartConfigUpdatedAt" TIMESTAMP(3),
    "lastError" TEXT,
    "lastErrorCode" TEXT,
    "staleSince" TIMESTAMP(3),

    CONSTRAINT "metricsmith_charts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "metricsmith_runs" (
    "id" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "organizationId" TEXT NOT NULL,
    "pipeline" TEXT NOT NULL,
    "provider" TEXT,
    "domain" TEXT,
    "definitionHash" TEXT NOT NULL,
    "trigger" TEXT NOT NULL,
    "metricId" TEXT,
    "parameters" JSON NOT NULL,
    "status" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "handOvers" INTEGER NOT NULL,
    "checkpoint" JSON,
    "receipts" JSON NOT NULL,
    "completedSteps" INTEGER NOT NULL,
    "totalSteps" INTEGER NOT NULL,
    "currentStep" JSON,
    "result" JSON,
    "errorCode" TEXT,
    "errorMessage" TEXT,
    "errorCategory" TEXT,
    "createdBy" TEXT,
    "startedAt" TIMESTAMP(3),
    "completedAt" TIMESTAMP(3),
    "leaseOwner" TEXT,
    "leaseExpiresAt" TIMESTAMP(3),
    "cancelRequestedAt" TIMESTAMP(3),

    CONSTRAINT "metricsmith_runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "metricsmith_step_logs" (
    "id" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "organizationId" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "metricId" TEXT,
    "sequence" INTEGER NOT NULL,
    "attempt" INTEGER NOT NULL,
    "step" TEXT NOT NULL,
    "displayName" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "startedAt" TIMESTAMP(3) NOT NULL,
    "completedAt" TIMESTAMP(3) NOT NULL,
    "durationMs" DOUBLE PRECISION NOT NULL,
    "output" JSON,
    "error" JSON,

    CONSTRAINT "metricsmith_step_logs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "metricsmith_data_points" (
    "metricId" TEXT NOT NULL,
    "generation" INTEGER NOT NULL,
    "timestamp" TIMESTAMP(3) NOT NULL,
    "series" TEXT NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,
    "dimensions" JSON,
    "payloadId" TEXT,
    "transformerVersion" INTEGER,

    CONSTRAINT "metricsmith_data_points_pkey" PRIMARY KEY ("metricId","generation","timestamp","series")
);

-- CreateTable
CREATE TABLE "metricsmith_payload_bodies" (
    "organizationId" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "body" BYTEA NOT NULL,
    "encoding" TEXT NOT NULL,
    "putAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "metricsmith_payload_bodies_pkey" PRIMARY KEY ("organizationId","sha256")
);

-- CreateTable
CREATE TABLE "metricsmith_meta" (
    "id" INTEGER NOT NULL,
    "schemaVersion" INTEGER NOT NULL,
    "owner" TEXT,
    "ownerSeenAt" TIMESTAMP(3),

    CONSTRAINT "metricsmith_meta_pkey" PRIMARY KEY ("id")
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
