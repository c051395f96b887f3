export { type ErrorCategory, type ErrorCode, errorCodes } from "./errors/error-codes.js";
export { MetricsmithError, type MetricsmithErrorOptions } from "./errors/metricsmith-error.js";
export type { DataPoint, StoredDataPoint } from "./metrics/data-point.js";
export type {
  FetchedPage,
  Fetcher,
  FetchInput,
  FetchOutput,
  Authentication,
  RequestDefinition,
} from "./ports/fetching.js";
export type { ModelClient, ModelCompletion, ModelMessage, ModelRequest, ModelUsage } from "./ports/model.js";
export type { ListedPayload, PayloadKey, PayloadStore } from "./ports/payloads.js";
export type {
  AggregatePointsInput,
  GenerationKey,
  ListPointsInput,
  PointBucket,
  PointPosition,
  PointRange,
  PointStore,
  PointSummary,
  UpsertCounts,
  UpsertPointsInput,
} from "./ports/points.js";
export type {
  OffsetSpan,
  PointColumns,
  Sandbox,
  SandboxChartRun,
  SandboxContext,
  SandboxIngestionRun,
  SandboxLimits,
} from "./ports/sandbox.js";
export type {
  AnyFindInput,
  Changes,
  CommitInput,
  Condition,
  Fence,
  FindInput,
  Guard,
  Position,
  RecordStore,
  RowsOf,
  ScalarColumn,
  StorageAdapter,
  Where,
  Write,
} from "./ports/storage.js";
export { type AdmittedPoint, admitPoints, admitReceipt } from "./records/admit-points.js";
export { type AdmittedRow, admitChanges, admitRow } from "./records/admit-rows.js";
export { admitColumn, admitJson, admitNumber, admitText, admitTime, copyStored } from "./records/admit-values.js";
export { comparable, isEquality, matchesWhere } from "./records/matches-where.js";
export { isSamePoint, numberAt } from "./records/point-content.js";
export {
  admitBoundaries,
  assertFence,
  assertLimit,
  assertQuestions,
  fenceLost,
  storageInvalid,
  storageLimits,
} from "./records/storage-errors.js";
export { comparePoints, compareRows } from "./records/stored-order.js";
export { childrenOf, columnsOf, type TableColumn } from "./records/table-columns.js";
export { type RowOf, type TableDefinition, type TableName, tables } from "./records/tables.js";
export { finalStatuses, isFinal, type Run, type RunStatus, type RunTrigger } from "./runs/run.js";
export type { StepLog } from "./runs/step-log.js";
export type { Metric, MetricKind } from "./metrics/metric.js";
export type { Payload } from "./metrics/payload.js";
export type { Chart } from "./charts/chart.js";
export type { Slot, Transformer } from "./transformers/transformer.js";
export type { Counter } from "./usage/counter.js";
export type { UsageEntry } from "./usage/usage-entry.js";
export { compareCodePoints } from "./util/compare-code-points.js";
export { canonicalJson, isJsonObject, type JsonObject, type JsonValue } from "./util/json.js";
export { sha256 } from "./util/sha256.js";
export { type ChartConfig, chartConfigSchema, parseChartConfig } from "./charts/chart-config.js";
