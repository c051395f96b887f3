import assert from "node:assert/strict";
import type { PointBucket, StoredDataPoint, Write } from "@metricsmith/core/adapter";
import { buildPoint, buildRun, buildStepLog } from "../builders/build-rows.js";
import { assertRejects, type StorageSuite, type StorageTest } from "./storage-suite.js";

const { MAX_SAFE_INTEGER, MAX_VALUE, MIN_VALUE } = Number;

const integers = [-(2 ** 31), -1, 0, 1, 255, 32_768, 65_536, 16_777_217, 2 ** 31 - 2, 2 ** 31 - 1];
/** Numbers that 32 bits, single precision or decimal columns do not keep. */
const floats = [
  MIN_VALUE,
  1e-7,
  0.1,
  0.1 + 0.2,
  1 / 3,
  16_777_217,
  2 ** 31,
  123_456_789.123_456_78,
  2 ** 53,
  1e21,
  MAX_VALUE,
];

const hour = (number: number): Date => new Date(Date.UTC(2026, 0, 1, number));

/** Numbers of rows, points and aggregates. */
export function describeNumbers({ describe, it }: StorageSuite): void {
  describe("numbers", () => {
    it("whole numbers of rows come back equal and match, from -2^31 to 2^31 - 1", async (test) => {
      const { organizationId } = test;
      const runs = integers.map((attempt, index) => buildRun({ id: test.id(`${index}`), organizationId, attempt }));
      await test.insert("runs", ...runs);
      const { rows } = await test.storage.records.read(
        integers.map((attempt) => ({
          table: "runs",
          where: { organizationId, attempt: { gte: attempt } },
          limit: 100,
        })),
      );
      assert.deepEqual(
        rows.map((found) => found.map(({ attempt }) => attempt).toSorted((a, b) => a - b)),
        integers.map((_, index) => integers.slice(index)),
      );
    });

    it("fractions of rows come back equal and match", async (test) => {
      const { organizationId } = test;
      await test.insert("runs", buildRun({ id: test.id("run") }));
      const logs = floats.map((durationMs, sequence) =>
        buildStepLog({ organizationId, runId: test.id("run"), sequence: sequence + 1, durationMs }),
      );
      await test.insert("stepLogs", ...logs);
      const { rows } = await test.storage.records.read(
        floats.map((durationMs) => ({ table: "stepLogs", where: { organizationId, durationMs }, limit: 100 })),
      );
      assert.deepEqual(
        rows.map((found) => found.map(({ durationMs }) => durationMs)),
        floats.map((durationMs) => [durationMs]),
      );
    });

    it("`increment` is exact for whole numbers, and adds fractions as JavaScript does", async (test) => {
      await test.insert("runs", buildRun({ id: test.id("run"), attempt: 1 }));
      await test.insert("stepLogs", buildStepLog({ id: test.id("log"), runId: test.id("run"), durationMs: 0.1 }));
      const add = (increment: number): Write => ({
        operation: "update",
        table: "runs",
        id: test.id("run"),
        set: { attempt: { increment } },
      });
      for (const [increment, expected] of [
        [2 ** 31 - 3, 2 ** 31 - 2],
        [1, 2 ** 31 - 1],
        [0, 2 ** 31 - 1],
        [-(2 ** 31 - 2), 1],
      ] as const) {
        assert.equal(await test.storage.commit({ writes: [add(increment)] }), true);
        assert.equal((await test.read("runs", test.id("run"))).attempt, expected);
      }
      const set = { durationMs: { increment: 0.2 } };
      await test.storage.commit({ writes: [{ operation: "update", table: "stepLogs", id: test.id("log"), set }] });
      assert.equal((await test.read("stepLogs", test.id("log"))).durationMs, 0.1 + 0.2);
    });

    it("`increment` by what is no finite number is refused, and the whole commit with it", async (test) => {
      await test.insert("runs", buildRun({ id: test.id("run"), attempt: 1 }));
      for (const increment of [Number.NaN, Number.POSITIVE_INFINITY]) {
        const writes: Write[] = [
          { operation: "update", table: "runs", id: test.id("run"), set: { totalSteps: 9 } },
          { operation: "update", table: "runs", id: test.id("run"), set: { attempt: { increment } } },
        ];
        await assertRejects(test.storage.commit({ writes }), "STORAGE_INVALID");
      }
      const { attempt, totalSteps } = await test.read("runs", test.id("run"));
      assert.deepEqual([attempt, totalSteps], [1, 5]);
    });

    it("-0 in a row comes back as 0, and counts as 0", async (test) => {
      const { organizationId } = test;
      await test.insert("runs", buildRun({ id: test.id("run"), organizationId, attempt: -0 }));
      assert.ok(Object.is((await test.read("runs", test.id("run"))).attempt, 0));
      for (const attempt of [0, -0]) {
        assert.equal(await test.storage.records.count({ table: "runs", where: { organizationId, attempt } }), 1);
      }
    });

    it("values of points come back equal, of either sign, and equal ones are left alone", async (test) => {
      const values = [...integers, ...floats].flatMap((value) => (value === 0 ? [0] : [value, -value]));
      const points = values.map((value, index) => buildPoint({ value, timestamp: hour(index) }));
      await upsert(test, points);
      assert.deepEqual(await listValues(test), values);
      assert.deepEqual(await upsert(test, points), { inserted: 0, replaced: 0, unchanged: values.length });
    });

    // Catches values compared as decimals of fewer digits.
    it("values that differ in the last bit replace each other", async (test) => {
      await upsert(test, [buildPoint({ value: 0.3 })]);
      assert.deepEqual(await upsert(test, [buildPoint({ value: 0.1 + 0.2 })]), {
        inserted: 0,
        replaced: 1,
        unchanged: 0,
      });
      assert.deepEqual(await listValues(test), [0.1 + 0.2]);
    });

    it("numbers in dimensions tell points apart to the last bit, and from texts", async (test) => {
      for (const [index, number] of [0.3, 0.1 + 0.2, 1e21, "1e21", 1, "1", true].entries()) {
        const counts = await upsert(test, [buildPoint({ dimensions: { number } })]);
        assert.deepEqual(counts, { inserted: index === 0 ? 1 : 0, replaced: index === 0 ? 0 : 1, unchanged: 0 });
      }
    });

    it("the version of a transformer and the number of a generation go from 0 to 2^31 - 1", async (test) => {
      await test.insertMetric();
      for (const generation of [0, 2 ** 31 - 2, 2 ** 31 - 1]) {
        const point = buildPoint({ transformerVersion: generation });
        await test.storage.points.upsert({ metricId: test.metricId, generation, points: [point] });
        const range = { metricId: test.metricId, generation };
        assert.deepEqual(await test.storage.points.list({ ...range, limit: 2 }), [point]);
      }
      assert.equal(await test.storage.points.delete({ metricId: test.metricId, below: 2 ** 31 - 1 }), 2);
    });

    it("min, max and last of a bucket are exact, and so is the sum of one value", async (test) => {
      const values = [...floats, ...floats.map((value) => -value), MAX_SAFE_INTEGER];
      await upsert(
        test,
        values.map((value, index) => buildPoint({ value, timestamp: hour(index), series: `${index}` })),
      );
      const buckets = await aggregate(test, { until: values.length });
      assert.deepEqual(
        buckets.map(({ count, sum, min, max, last }) => [count, sum, min, max, last]),
        values.map((value) => [1, value, value, value, value]),
      );
    });

    it("numbers of a dimension are aggregated exactly too", async (test) => {
      const values = [1e21, MAX_VALUE, MIN_VALUE, 0.1 + 0.2, -MAX_SAFE_INTEGER, 2 ** 53, -1e-7];
      await upsert(
        test,
        values.map((amount, index) =>
          buildPoint({ value: 7, dimensions: { amount }, timestamp: hour(index), series: `${index}` }),
        ),
      );
      const buckets = await aggregate(test, { until: values.length, dimension: "amount" });
      assert.deepEqual(
        buckets.map(({ count, sum, min, max, last }) => [count, sum, min, max, last]),
        values.map((value) => [1, value, value, value, value]),
      );
    });

    it("whole numbers add up exactly to 2^53, fractions to twelve digits", async (test) => {
      const whole = [2 ** 52, 1, 2 ** 51, -3, 2 ** 51, 1];
      const fractions = Array.from({ length: 1_000 }, (_, index) => (index + 1) / 10);
      const pointsOf = (series: string, values: readonly number[]): StoredDataPoint[] =>
        values.map((value, index) => buildPoint({ series, value, timestamp: new Date(hour(0).getTime() + index) }));
      await upsert(test, [...pointsOf("fractions", fractions), ...pointsOf("whole", whole)]);
      const [fraction, integer] = await aggregate(test, { until: 1 });
      assert.equal(integer?.sum, 2 ** 53 - 1);
      assert.ok(Math.abs((fraction?.sum ?? 0) / 50_050 - 1) < 1e-12, `the sum is ${fraction?.sum}`);
      assert.deepEqual([fraction?.min, fraction?.max, fraction?.last], [0.1, 100, 100]);
    });
  });
}

async function upsert(test: StorageTest, points: readonly StoredDataPoint[]): Promise<object> {
  const { storage, metricId } = test;
  if ((await storage.records.get({ table: "metrics", id: metricId })) === null) await test.insertMetric();
  return storage.points.upsert({ metricId, generation: 1, points });
}

async function listValues({ storage, metricId }: StorageTest): Promise<number[]> {
  return (await storage.points.list({ metricId, generation: 1, limit: 1_000 })).map(({ value }) => value);
}

/** Buckets of an hour each. */
async function aggregate(
  { storage, metricId }: StorageTest,
  { until, dimension }: { readonly until: number; readonly dimension?: string },
): Promise<PointBucket[]> {
  const boundaries = Array.from({ length: until + 1 }, (_, index) => hour(index));
  return storage.points.aggregate({ metricId, generation: 1, boundaries, dimension });
}
