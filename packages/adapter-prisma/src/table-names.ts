import { MetricsmithError, type TableName } from "@metricsmith/core/adapter";

/** Every table: of records, and of what has a store of its own. */
export type StoredTable = TableName | "dataPoints" | "payloadBodies" | "meta";

interface TableSource {
  readonly model: string;
  readonly table: string;
}

/** The models of the schema file, and the tables they map to there. */
export const tableSources = {
  metrics: { model: "MetricsmithMetric", table: "metricsmith_metrics" },
  payloads: { model: "MetricsmithPayload", table: "metricsmith_payloads" },
  transformers: { model: "MetricsmithTransformer", table: "metricsmith_transformers" },
  slots: { model: "MetricsmithSlot", table: "metricsmith_slots" },
  charts: { model: "MetricsmithChart", table: "metricsmith_charts" },
  runs: { model: "MetricsmithRun", table: "metricsmith_runs" },
  stepLogs: { model: "MetricsmithStepLog", table: "metricsmith_step_logs" },
  counters: { model: "MetricsmithCounter", table: "metricsmith_counters" },
  usageEntries: { model: "MetricsmithUsageEntry", table: "metricsmith_usage_entries" },
  dataPoints: { model: "MetricsmithDataPoint", table: "metricsmith_data_points" },
  payloadBodies: { model: "MetricsmithPayloadBody", table: "metricsmith_payload_bodies" },
  meta: { model: "MetricsmithMeta", table: "metricsmith_meta" },
} as const satisfies Record<StoredTable, TableSource>;

/** The name of a model in the schema file, such as `MetricsmithRun`. */
export type ModelName = (typeof tableSources)[StoredTable]["model"];

/** Names by model: those left out stay as they are in the schema file. */
export type ModelNames = { readonly [Model in ModelName]?: string };

/** Table names as they stand in SQL: quoted, and with their schema where they have one. */
export type TableNames = { readonly [Table in StoredTable]: string };

/** What a Prisma client knows about its models; private to Prisma, and so perhaps absent. */
export interface RuntimeModels {
  readonly [model: string]: { readonly dbName?: string | null; readonly schema?: string | null } | undefined;
}

export interface TableNamesInput {
  /** `undefined` when the client does not tell. */
  readonly runtimeModels: RuntimeModels | undefined;
  readonly models: ModelNames;
  readonly tables: ModelNames;
}

/**
 * The tables to use: as `tables` names them, else as the client maps the model, else as the schema file does.
 *
 * @throws {MetricsmithError} STORAGE_SCHEMA_MISSING when the client lacks a model.
 * @throws {MetricsmithError} OPTION_INVALID when a model is renamed and neither client nor `tables` names its table.
 */
export function resolveTableNames(input: TableNamesInput): TableNames {
  assertModelNames("models", input.models);
  assertModelNames("tables", input.tables);
  const entries = Object.entries(tableSources).map(([key, source]) => [key, quoteTable(tableName(source, input))]);
  return Object.fromEntries(entries) as TableNames;
}

/** A name as SQL, so that it can be nothing but a name. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

const modelNames: ReadonlySet<string> = new Set(Object.values(tableSources).map(({ model }) => model));

function tableName(
  source: (typeof tableSources)[StoredTable],
  { runtimeModels, models, tables }: TableNamesInput,
): readonly string[] {
  const explicit = tables[source.model];
  if (explicit !== undefined) return explicit.split(".");
  const name = models[source.model] ?? source.model;
  if (runtimeModels === undefined) {
    if (name === source.model) return [source.table];
    throw new MetricsmithError(
      `The Prisma client does not tell the table of the model ${name}. Name it in \`tables\`: { ${source.model}: "..." }.`,
      { code: "OPTION_INVALID" },
    );
  }
  const model = Object.hasOwn(runtimeModels, name) ? runtimeModels[name] : undefined;
  if (model === undefined) throw modelMissing(name);
  const table = model.dbName ?? name;
  return model.schema === undefined || model.schema === null ? [table] : [model.schema, table];
}

function quoteTable(parts: readonly string[]): string {
  return parts.map(quoteName).join(".");
}

function assertModelNames(option: string, names: ModelNames): void {
  for (const [model, name] of Object.entries(names)) {
    if (!modelNames.has(model)) {
      throw new MetricsmithError(`\`${option}\` names "${model}". Use the keys ${[...modelNames].join(", ")}.`, {
        code: "OPTION_INVALID",
      });
    }
    if (typeof name !== "string" || name.split(".").includes("")) {
      throw new MetricsmithError(`\`${option}.${model}\` is "${name}". Give a name, such as "${model}".`, {
        code: "OPTION_INVALID",
      });
    }
  }
}

function modelMissing(name: string): MetricsmithError {
  return new MetricsmithError(
    `The Prisma client has no model ${name}. Copy Metricsmith's schema file into the Prisma schema folder ` +
      "(`npx metricsmith-prisma schema postgresql`, or `sqlite`, prints it), let `schema` in prisma.config.ts name that folder and not " +
      "one file, and run `npx prisma generate`. If the model has another name, say so in `models`.",
    { code: "STORAGE_SCHEMA_MISSING", details: { model: name } },
  );
}
