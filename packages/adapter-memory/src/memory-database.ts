import {
  type Fence,
  isFinal,
  MetricsmithError,
  type RunStatus,
  type TableName,
  tables,
} from "@metricsmith/core/adapter";
import { GenerationPoints } from "./generation-points.js";
import { RecordTable } from "./record-table.js";

/** What the stores of one storage share. Everything in it changes synchronously, so every method is atomic. */
export class MemoryDatabase {
  readonly #tables: ReadonlyMap<TableName, RecordTable>;
  readonly #generations = new Map<string, Map<number, GenerationPoints>>();

  constructor() {
    this.#tables = new Map(tableNames.map((name) => [name, new RecordTable(name)]));
  }

  table(name: TableName): RecordTable {
    const table = this.#tables.get(name);
    if (table === undefined) {
      throw new MetricsmithError(`There is no table "${name}". Use one of ${tableNames.join(", ")}.`, {
        code: "STORAGE_INVALID",
      });
    }
    return table;
  }

  /** Generations of a metric by number; empty when it has no points. */
  generationsOf(metricId: string): ReadonlyMap<number, GenerationPoints> {
    return this.#generations.get(metricId) ?? new Map();
  }

  /** The points of one generation, made when absent. */
  openGeneration(metricId: string, generation: number): GenerationPoints {
    const generations = this.#generations.get(metricId) ?? new Map<number, GenerationPoints>();
    const points = generations.get(generation) ?? new GenerationPoints();
    generations.set(generation, points);
    this.#generations.set(metricId, generations);
    return points;
  }

  deleteGeneration(metricId: string, generation: number): void {
    const generations = this.#generations.get(metricId);
    generations?.delete(generation);
    if (generations?.size === 0) this.#generations.delete(metricId);
  }

  deletePoints(metricId: string): void {
    this.#generations.delete(metricId);
  }

  /** @throws {MetricsmithError} RUN_LEASE_LOST when the fence's run is absent, final or at another attempt. */
  assertFence(fence: Fence | undefined): void {
    if (fence === undefined) return;
    const run = this.table("runs").get(fence.runId);
    if (run !== undefined && run["attempt"] === fence.attempt && !isFinal(run["status"] as RunStatus)) return;
    throw new MetricsmithError(
      `Attempt ${fence.attempt} may not write for run ${fence.runId} any more. Another worker took the run over, or it has ended.`,
      { code: "RUN_LEASE_LOST", details: { runId: fence.runId, attempt: fence.attempt } },
    );
  }
}

const tableNames = Object.keys(tables) as TableName[];

/** Tables whose rows go with a row of the given table, and the column that names it. */
export const childrenOf: ReadonlyMap<string, readonly { readonly table: TableName; readonly column: string }[]> =
  new Map(
    tableNames.map((parent) => [
      parent,
      tableNames.flatMap((table) =>
        tables[table].parents.filter((link) => link.table === parent).map(({ column }) => ({ table, column })),
      ),
    ]),
  );
