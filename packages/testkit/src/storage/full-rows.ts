import { type Chart, columnsOf, type RowOf, type TableName } from "@metricsmith/core/adapter";

/** A row whose every column holds a value. */
export type FullRow<Table extends TableName> = {
  [Column in keyof RowOf<Table>]: NonNullable<RowOf<Table>[Column]>;
};

const hash = "0123456789abcdef".repeat(4);
const greatest = 2 ** 31 - 1;
const time = (number: number): Date => new Date(Date.UTC(2026, 0, number, 23, 59, 59, 999 - number));
const text = (column: string): string => ` ${column}'s "text" \\ $1 ? %s \u{1f600}\n`;
const json = (column: string) => ({ [column]: [null, 0.1, { "a.b": text(column) }] });

const chartConfig = {
  chartType: "line",
  chartData: [{ time: "2026-01-01", value: 1.5 }],
  chartConfig: { value: { label: "Value", color: "red" } },
  xAxisKey: "time",
  dataKeys: ["value"],
  title: "Title",
} as unknown as Chart["chartConfig"] & object;

/**
 * One row of each table with a different value in each column. They hang on the test's metric and on a run, both of
 * which must be there; rows of different names share no unique key.
 */
export function fullRows({ id, organizationId, metricId }: FullRowInput): { [Table in TableName]: FullRow<Table> } {
  const record = { id, organizationId, createdAt: time(1), updatedAt: time(2) };
  return {
    metrics: {
      ...record,
      templateId: text("templateId"),
      adHoc: json("adHoc"),
      name: text("name"),
      description: text("description"),
      measure: { value: text("value"), unit: "USD" },
      kind: "gauge",
      connectionId: text("connectionId"),
      endpointConfig: { text: text("endpointConfig"), number: 1.5, boolean: false },
      configHash: hash,
      timezone: "Asia/Tokyo",
      timeKind: "date",
      liveGeneration: greatest,
      liveSince: time(3),
      status: "awaiting-data",
      lastFetchedAt: time(4),
      lastError: text("lastError"),
      lastErrorCode: text("lastErrorCode"),
      refreshStatus: "processing",
      activeRunId: text("activeRunId"),
      pendingRunId: text("pendingRunId"),
    },
    payloads: {
      ...record,
      metricId,
      runId: text("runId"),
      kind: "historical",
      format: "csv",
      pages: [1, 2].map((status) => ({ sha256: hash, status, headers: { text: text("headers") }, bytes: greatest })),
      endpointConfig: { text: text("endpointConfig") },
      configHash: hash,
      timezone: "America/New_York",
      fetchedAt: time(3),
    },
    transformers: {
      ...record,
      kind: "chart",
      scopeKey: id,
      metricId,
      version: greatest,
      code: text("code"),
      historicalCode: text("historicalCode"),
      origin: "built-in",
      state: "held",
      codeHash: hash,
      mapping: json("mapping"),
      model: text("model"),
      proposal: {
        reasons: [text("reasons")],
        label: text("label"),
        rank: 1,
        samples: [json("samples")],
        question: text("question"),
        fallbacks: [{ generator: "rules", reason: text("reason") }],
      },
      fingerprint: text("fingerprint"),
      outputExample: [json("outputExample")],
      acceptance: json("acceptance"),
      reviewedBy: text("reviewedBy"),
    },
    slots: {
      ...record,
      kind: "chart",
      scopeKey: id,
      metricId,
      activeTransformerId: text("activeTransformerId"),
      pinnedCodeHash: hash,
    },
    charts: {
      ...record,
      metricId,
      name: text("name"),
      preferences: json("preferences"),
      userPrompt: text("userPrompt"),
      transform: text("transform"),
      chartConfig,
      chartConfigUpdatedAt: time(3),
      lastError: text("lastError"),
      lastErrorCode: text("lastErrorCode"),
      staleSince: time(4),
    },
    runs: {
      ...record,
      pipeline: text("pipeline"),
      provider: text("provider"),
      domain: text("domain"),
      definitionHash: hash,
      trigger: "chain",
      metricId,
      parameters: json("parameters"),
      status: "cancelled",
      attempt: greatest,
      handOvers: greatest - 1,
      checkpoint: [text("checkpoint")],
      receipts: { "a.b": { inserted: 1, replaced: 2, unchanged: greatest } },
      completedSteps: greatest - 2,
      totalSteps: greatest - 3,
      currentStep: { step: text("step"), displayName: text("displayName") },
      result: text("result"),
      errorCode: text("errorCode"),
      errorMessage: text("errorMessage"),
      errorCategory: "transient",
      createdBy: text("createdBy"),
      startedAt: time(3),
      completedAt: time(4),
      leaseOwner: text("leaseOwner"),
      leaseExpiresAt: time(5),
      cancelRequestedAt: time(6),
    },
    stepLogs: {
      ...record,
      runId: id,
      metricId,
      sequence: greatest,
      attempt: greatest - 1,
      step: text("step"),
      displayName: text("displayName"),
      status: "skipped",
      startedAt: time(3),
      completedAt: time(4),
      durationMs: 0.1 + 0.2,
      output: [json("output")],
      error: { code: text("code"), message: text("message") },
    },
    counters: {
      id,
      createdAt: time(1),
      updatedAt: time(2),
      name: id,
      window: text("window"),
      used: 0.1 + 0.2,
      committed: 2 ** 53 - 1,
      expiresAt: time(3),
    },
    usageEntries: {
      ...record,
      metricId,
      runId: text("runId"),
      transformerId: text("transformerId"),
      model: text("model"),
      reason: "repair",
      outcome: "refused",
      errorCode: text("errorCode"),
      inputTokens: greatest,
      outputTokens: greatest - 1,
      cost: 1e-7 / 3,
    },
  };
}

interface FullRowInput {
  readonly id: string;
  readonly organizationId: string;
  readonly metricId: string;
}

/** The row with every nullable column set to null. */
export function emptied<Table extends TableName>(table: Table, row: RowOf<Table>): RowOf<Table> {
  const nulls = columnsOf(table).flatMap(({ name, isNullable }) => (isNullable ? [[name, null] as const] : []));
  return { ...row, ...Object.fromEntries(nulls) };
}
