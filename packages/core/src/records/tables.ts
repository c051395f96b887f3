import type { z } from "zod";
import { chartSchema } from "../charts/chart.js";
import { metricSchema } from "../metrics/metric.js";
import { payloadSchema } from "../metrics/payload.js";
import { runSchema } from "../runs/run.js";
import { stepLogSchema } from "../runs/step-log.js";
import { counterSchema } from "../usage/counter.js";
import { usageEntrySchema } from "../usage/usage-entry.js";
import { slotSchema, transformerSchema } from "../transformers/transformer.js";

/** What an adapter must know of one table beyond its columns. */
export interface TableDefinition<Schema extends z.ZodType = z.ZodType> {
  /** Columns and their types; `id` is the primary key. */
  readonly schema: Schema;
  /** Sets of columns that no two rows may share. */
  readonly unique: readonly (readonly string[])[];
  /** Sets of columns that are looked up together often. */
  readonly indexes: readonly (readonly string[])[];
  /** Rows go when the row that `column` names in `table` goes. */
  readonly parents: readonly { readonly column: string; readonly table: string }[];
}

/** The tables of small records. Data points and payload bodies have stores of their own. */
export const tables = {
  metrics: { schema: metricSchema, unique: [], indexes: [["organizationId"]], parents: [] },
  payloads: {
    schema: payloadSchema,
    unique: [],
    indexes: [["metricId", "fetchedAt"], ["organizationId"]],
    parents: [{ column: "metricId", table: "metrics" }],
  },
  transformers: {
    schema: transformerSchema,
    unique: [["kind", "scopeKey", "version"]],
    indexes: [["metricId"]],
    parents: [{ column: "metricId", table: "metrics" }],
  },
  slots: {
    schema: slotSchema,
    unique: [["kind", "scopeKey"]],
    indexes: [["metricId"]],
    parents: [{ column: "metricId", table: "metrics" }],
  },
  charts: {
    schema: chartSchema,
    unique: [],
    indexes: [["metricId"]],
    parents: [{ column: "metricId", table: "metrics" }],
  },
  runs: {
    schema: runSchema,
    unique: [],
    indexes: [["organizationId"], ["metricId"], ["status", "leaseExpiresAt"], ["status", "completedAt"]],
    parents: [{ column: "metricId", table: "metrics" }],
  },
  stepLogs: {
    schema: stepLogSchema,
    unique: [["runId", "sequence"]],
    indexes: [],
    parents: [{ column: "runId", table: "runs" }],
  },
  counters: { schema: counterSchema, unique: [["name", "window"]], indexes: [["expiresAt"]], parents: [] },
  usageEntries: {
    schema: usageEntrySchema,
    unique: [],
    indexes: [["organizationId", "createdAt"], ["metricId"], ["transformerId"]],
    parents: [],
  },
} as const satisfies Record<string, TableDefinition>;

export type TableName = keyof typeof tables;

/** A row of one table, as stored and as read. */
export type RowOf<Table extends TableName> = z.infer<(typeof tables)[Table]["schema"]>;
