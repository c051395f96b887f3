import { assertFence, type Fence, type Run, type TableName } from "@metricsmith/core/adapter";
import { GenerationPoints } from "./generation-points.js";
import { RecordTable } from "./record-table.js";

/** What the stores of one storage share. Everything in it changes synchronously, so every method is atomic. */
export class MemoryDatabase {
  readonly #tables = new Map<TableName, RecordTable>();
  readonly #generations = new Map<string, Map<number, GenerationPoints>>();

  table(name: TableName): RecordTable {
    const table = this.#tables.get(name) ?? new RecordTable(name);
    this.#tables.set(name, table);
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
    if (fence !== undefined) assertFence(this.table("runs").get(fence.runId) as Run | undefined, fence);
  }
}
