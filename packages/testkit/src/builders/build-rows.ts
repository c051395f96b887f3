import { randomUUID } from "node:crypto";
import type {
  Chart,
  Counter,
  Metric,
  Payload,
  Run,
  Slot,
  StepLog,
  StoredDataPoint,
  Transformer,
  UsageEntry,
} from "@metricsmith/core/adapter";

/** Each builder gives a valid row with an id of its own; what a test is about goes into `overrides`. */
const createdAt = "2026-01-01T00:00:00.000Z";
const hash = "0".repeat(64);

function recordFields(): { id: string; organizationId: string; createdAt: Date; updatedAt: Date } {
  return {
    id: randomUUID(),
    organizationId: "organization",
    createdAt: new Date(createdAt),
    updatedAt: new Date(createdAt),
  };
}

/** An active metric without points. */
export function buildMetric(overrides: Partial<Metric> = {}): Metric {
  return {
    ...recordFields(),
    templateId: "stars",
    adHoc: null,
    name: "Stars",
    description: null,
    measure: { value: "stars of a repository" },
    kind: "history",
    connectionId: null,
    endpointConfig: { OWNER: "facebook", REPO: "react" },
    configHash: hash,
    timezone: "UTC",
    timeKind: "instant",
    liveGeneration: 0,
    liveSince: null,
    status: "active",
    lastFetchedAt: null,
    lastError: null,
    lastErrorCode: null,
    refreshStatus: null,
    activeRunId: null,
    pendingRunId: null,
    ...overrides,
  };
}

/** A payload of one page; `metricId` names no metric until overridden. */
export function buildPayload(overrides: Partial<Payload> = {}): Payload {
  return {
    ...recordFields(),
    metricId: "metric",
    runId: null,
    kind: "polling",
    format: "json",
    pages: [{ sha256: hash, status: 200, headers: { "content-type": "application/json" }, bytes: 2 }],
    endpointConfig: {},
    configHash: hash,
    timezone: "UTC",
    fetchedAt: new Date(createdAt),
    ...overrides,
  };
}

/** The first ingestion transformer of a scope. */
export function buildTransformer(overrides: Partial<Transformer> = {}): Transformer {
  return {
    ...recordFields(),
    kind: "ingestion",
    scopeKey: "metric",
    metricId: "metric",
    version: 1,
    code: "export const transform = () => [];",
    historicalCode: null,
    origin: "manual",
    state: "accepted",
    codeHash: hash,
    mapping: null,
    model: null,
    proposal: null,
    fingerprint: null,
    outputExample: null,
    acceptance: { checks: [] },
    reviewedBy: null,
    ...overrides,
  };
}

/** An empty slot. */
export function buildSlot(overrides: Partial<Slot> = {}): Slot {
  return {
    ...recordFields(),
    kind: "ingestion",
    scopeKey: "metric",
    metricId: "metric",
    activeTransformerId: null,
    pinnedCodeHash: null,
    ...overrides,
  };
}

/** A chart that was never drawn. */
export function buildChart(overrides: Partial<Chart> = {}): Chart {
  return {
    ...recordFields(),
    metricId: "metric",
    name: "Stars",
    preferences: { chartType: "line" },
    userPrompt: null,
    transform: null,
    chartConfig: null,
    chartConfigUpdatedAt: null,
    lastError: null,
    lastErrorCode: null,
    staleSince: null,
    ...overrides,
  };
}

/** A run of no metric that waits for a worker. */
export function buildRun(overrides: Partial<Run> = {}): Run {
  return {
    ...recordFields(),
    pipeline: "soft-refresh",
    provider: null,
    domain: null,
    definitionHash: hash,
    trigger: "manual",
    metricId: null,
    parameters: {},
    status: "pending",
    attempt: 0,
    handOvers: 0,
    checkpoint: null,
    receipts: {},
    completedSteps: 0,
    totalSteps: 5,
    currentStep: { step: "fetching-api-data", displayName: "Fetching latest data..." },
    result: null,
    errorCode: null,
    errorMessage: null,
    errorCategory: null,
    createdBy: null,
    startedAt: null,
    completedAt: null,
    leaseOwner: null,
    leaseExpiresAt: null,
    cancelRequestedAt: null,
    ...overrides,
  };
}

/** The first boundary of a run. */
export function buildStepLog(overrides: Partial<StepLog> = {}): StepLog {
  return {
    ...recordFields(),
    runId: "run",
    metricId: null,
    sequence: 1,
    attempt: 1,
    step: "fetching-api-data",
    displayName: "Fetching latest data...",
    status: "completed",
    startedAt: new Date(createdAt),
    completedAt: new Date(createdAt),
    durationMs: 0,
    output: null,
    error: null,
    ...overrides,
  };
}

/** A counter of all time that counted nothing yet; no two have the same name. */
export function buildCounter(overrides: Partial<Counter> = {}): Counter {
  const { id, createdAt, updatedAt } = recordFields();
  return {
    id,
    createdAt,
    updatedAt,
    name: `counter:${id}`,
    window: "",
    used: 0,
    committed: 0,
    expiresAt: null,
    ...overrides,
  };
}

/** A call that a model answered, for no metric. */
export function buildUsageEntry(overrides: Partial<UsageEntry> = {}): UsageEntry {
  return {
    ...recordFields(),
    metricId: null,
    runId: null,
    transformerId: null,
    model: "model",
    reason: "transformer",
    outcome: "answered",
    errorCode: null,
    inputTokens: 0,
    outputTokens: 0,
    cost: null,
    ...overrides,
  };
}

/** A point of the only series, without dimensions. */
export function buildPoint(overrides: Partial<StoredDataPoint> = {}): StoredDataPoint {
  return {
    series: "",
    timestamp: new Date(createdAt),
    value: 1,
    dimensions: null,
    payloadId: null,
    transformerVersion: null,
    ...overrides,
  };
}
