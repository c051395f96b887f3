import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import {
  MetricsmithError,
  type RowOf,
  type StorageAdapter,
  type TableName,
  type Write,
} from "@metricsmith/core/adapter";
import { buildMetric, buildPoint } from "../builders/build-rows.js";
import type { ConformanceRunner } from "../conformance-runner.js";

/** What one test works with. Its ids are its own, so a storage that is not empty does not disturb it. */
export class StorageTest {
  readonly storage: StorageAdapter;
  readonly #prefix = randomUUID();
  readonly organizationId: string = this.id("organization");
  readonly metricId: string = this.id("metric");

  constructor(storage: StorageAdapter) {
    this.storage = storage;
  }

  /** A text that only this test uses; ids order by `name`. */
  id(name: string): string {
    return `${this.#prefix}-${name}`;
  }

  /** Inserts rows of one table in one commit. */
  async insert<Table extends TableName>(table: Table, ...rows: readonly RowOf<Table>[]): Promise<void> {
    const writes = rows.map((row) => ({ operation: "insert", table, row }) as Write);
    assert.equal(await this.storage.commit({ writes }), true, `rows of ${table} were not inserted`);
  }

  /** Inserts this test's metric, the parent of what hangs on `metricId`. */
  async insertMetric(): Promise<void> {
    await this.insert("metrics", buildMetric({ id: this.metricId, organizationId: this.organizationId }));
  }

  /** Stores points in generation 1 of this test's metric: value, timestamp and series of each. */
  async upsert(...points: readonly (readonly [value: number, timestamp: string, series?: string])[]): Promise<void> {
    await this.storage.points.upsert({
      metricId: this.metricId,
      generation: 1,
      points: points.map(([value, timestamp, series = ""]) =>
        buildPoint({ value, timestamp: new Date(timestamp), series }),
      ),
    });
  }

  /** The row, which must be there. */
  async read<Table extends TableName>(table: Table, id: string): Promise<RowOf<Table>> {
    const row = await this.storage.records.get({ table, id });
    assert.ok(row !== null, `${table} has no row ${id}`);
    return row;
  }
}

/** A runner whose tests each get a storage. */
export interface StorageSuite {
  readonly describe: (name: string, body: () => void) => void;
  readonly it: (name: string, body: (test: StorageTest) => Promise<void>) => void;
}

/** Opens a storage before each test and hands it to `cleanup` afterwards, also when the test failed. */
export function storageSuite(
  runner: ConformanceRunner,
  create: () => Promise<StorageAdapter>,
  cleanup: (storage: StorageAdapter) => Promise<void>,
): StorageSuite {
  return {
    describe: (name, body) => void runner.describe(name, body),
    it: (name, body) =>
      void runner.it(name, async () => {
        const storage = await create();
        try {
          await body(new StorageTest(storage));
        } finally {
          await cleanup(storage);
        }
      }),
  };
}

/** Fails unless the work rejects with an error of this code. */
export async function assertRejects(work: Promise<unknown>, code: string): Promise<void> {
  await assert.rejects(work, (error: unknown) => {
    assert.ok(MetricsmithError.isInstance(error), `rejected with ${String(error)} instead of a MetricsmithError`);
    assert.equal(error.code, code);
    return true;
  });
}
