import type { Metric, RowOf, StorageAdapter, StoredDataPoint, TableName } from "@metricsmith/core/adapter";

/** Everything in a storage that an engine may read back. */
export interface StoredState {
  readonly rows: { readonly [Table in TableName]: RowOf<Table>[] };
  /** Points of every generation up to the one behind the live one, by metric and generation. */
  readonly points: Readonly<Record<string, StoredDataPoint[]>>;
  /** Bodies by organization and hash, as text. */
  readonly bodies: Readonly<Record<string, string>>;
}

export const tableNames: readonly TableName[] = [
  "metrics",
  "payloads",
  "transformers",
  "slots",
  "charts",
  "runs",
  "stepLogs",
  "counters",
  "usageEntries",
];

export async function readState(storage: StorageAdapter): Promise<StoredState> {
  const rows = {} as Record<TableName, unknown[]>;
  for (const table of tableNames) rows[table] = await storage.records.find({ table, limit: 1_000 });
  const points: Record<string, StoredDataPoint[]> = {};
  for (const { id, liveGeneration } of rows.metrics as Metric[]) {
    for (let generation = 0; generation <= liveGeneration + 1; generation++) {
      const found = await storage.points.list({ metricId: id, generation, limit: 10_000 });
      if (found.length > 0) points[`${id} ${generation}`] = found;
    }
  }
  const bodies: Record<string, string> = {};
  const putBefore = new Date("9000-01-01T00:00:00Z");
  for (const key of await storage.payloads.list({ putBefore, limit: 1_000 })) {
    const body = await storage.payloads.get(key);
    bodies[`${key.organizationId} ${key.sha256}`] = new TextDecoder().decode(body ?? undefined);
  }
  return { rows: rows as StoredState["rows"], points, bodies };
}

/** Fills an empty storage. */
export async function writeState(storage: StorageAdapter, state: StoredState): Promise<void> {
  for (const table of tableNames) {
    for (const row of state.rows[table]) {
      await storage.commit({ writes: [{ operation: "insert", table, row } as never] });
    }
  }
  for (const [key, points] of Object.entries(state.points)) {
    const [metricId = "", generation] = key.split(" ");
    await storage.points.upsert({ metricId, generation: Number(generation), points });
  }
  for (const [key, text] of Object.entries(state.bodies)) {
    const [organizationId = "", sha256 = ""] = key.split(" ");
    await storage.payloads.put({ organizationId, sha256, body: new TextEncoder().encode(text) });
  }
}

/** What a failed run must leave alone: all but its own rows, the errors that are remembered, and when the API was last asked. */
export function unchangedByFailure(state: StoredState): unknown {
  const { runs: _runs, stepLogs: _stepLogs, metrics, charts, ...rest } = state.rows;
  return {
    rows: {
      ...rest,
      metrics: metrics.map((metric) => ({
        ...metric,
        lastError: null,
        lastErrorCode: null,
        lastFetchedAt: null,
        updatedAt: null,
      })),
      charts: charts.map((chart) => ({ ...chart, lastError: null, lastErrorCode: null, updatedAt: null })),
    },
    points: state.points,
    bodies: state.bodies,
  };
}
