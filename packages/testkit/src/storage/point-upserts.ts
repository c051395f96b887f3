import assert from "node:assert/strict";
import type { StoredDataPoint } from "@metricsmith/core/adapter";
import { buildPoint } from "../builders/build-rows.js";
import { assertRejects, type StorageSuite, type StorageTest } from "./storage-suite.js";

const at = (time: string): Date => new Date(time);
const noon = at("2026-01-01T12:00:00Z");

/** Points inserted, replaced and left alone. */
export function describePointUpserts({ describe, it }: StorageSuite): void {
  describe("upserting points", () => {
    it("a stored point comes back equal, with what made it", async (test) => {
      const point = buildPoint({
        series: "north",
        timestamp: at("2026-01-01T12:34:56.789Z"),
        value: -1.5,
        dimensions: { wind: { speed: 3.25 }, tags: ["a", null] },
        payloadId: test.id("payload"),
        transformerVersion: 7,
      });
      assert.deepEqual(await upsert(test, point), { inserted: 1, replaced: 0, unchanged: 0 });
      assert.deepEqual(await listAll(test), [point]);
    });

    it("points of new keys are inserted: series and timestamp tell them apart", async (test) => {
      await upsert(test, buildPoint({ timestamp: noon }));
      const counts = await upsert(
        test,
        buildPoint({ timestamp: noon, series: "a" }),
        buildPoint({ timestamp: at("2026-01-01T12:00:00.001Z") }),
      );
      assert.deepEqual(counts, { inserted: 2, replaced: 0, unchanged: 0 });
      assert.equal((await listAll(test)).length, 3);
    });

    it("another value replaces the point with its provenance", async (test) => {
      await upsert(test, buildPoint({ value: 1, transformerVersion: 1, payloadId: "first" }));
      const replacement = buildPoint({ value: 2, transformerVersion: 2, payloadId: "second" });
      assert.deepEqual(await upsert(test, replacement), { inserted: 0, replaced: 1, unchanged: 0 });
      assert.deepEqual(await listAll(test), [replacement]);
    });

    it("other dimensions replace the point, to and from null too", async (test) => {
      for (const dimensions of [{ a: 1 }, { a: 2 }, { a: 2, b: null }, null, {}]) {
        await upsert(test, buildPoint({ dimensions: { earlier: true } }));
        assert.deepEqual(await upsert(test, buildPoint({ dimensions })), { inserted: 0, replaced: 1, unchanged: 0 });
        assert.deepEqual(await listAll(test), [buildPoint({ dimensions })]);
      }
    });

    // Catches an adapter that counts or writes what is the same.
    it("an equal point is left alone, whatever its provenance", async (test) => {
      const point = buildPoint({ dimensions: { a: 1, b: [2] }, transformerVersion: 1, payloadId: "first" });
      await upsert(test, point);
      const counts = await upsert(test, { ...point, transformerVersion: 2, payloadId: "second" });
      assert.deepEqual(counts, { inserted: 0, replaced: 0, unchanged: 1 });
      assert.deepEqual(await listAll(test), [point]);
    });

    it("the order of keys in dimensions says nothing", async (test) => {
      await upsert(test, buildPoint({ dimensions: { a: 1, b: { c: 2, d: 3 } } }));
      const counts = await upsert(test, buildPoint({ dimensions: { b: { d: 3, c: 2 }, a: 1 } }));
      assert.deepEqual(counts, { inserted: 0, replaced: 0, unchanged: 1 });
    });

    it("of two points with one key the later one counts, and the key counts once", async (test) => {
      const twins = [buildPoint({ value: 2 }), buildPoint({ value: 1, series: "other" }), buildPoint({ value: 3 })];
      assert.deepEqual(await upsert(test, ...twins), { inserted: 2, replaced: 0, unchanged: 0 });
      assert.deepEqual(
        (await listAll(test)).map(({ value }) => value),
        [3, 1],
      );
      assert.deepEqual(await upsert(test, buildPoint({ value: 9 }), buildPoint({ value: 3 })), {
        inserted: 0,
        replaced: 0,
        unchanged: 1,
      });
    });

    it("points of any order arrive: before, between and behind the stored ones", async (test) => {
      const minutes = [30, 10, 50, 0, 20, 40, 60, 5, 55];
      for (let start = 0; start < minutes.length; start += 3) {
        const chunk = minutes.slice(start, start + 3);
        await upsert(test, ...chunk.map((minute) => buildPoint({ value: minute, timestamp: minutesPast(minute) })));
      }
      assert.deepEqual(
        (await listAll(test)).map(({ value }) => value),
        minutes.toSorted((a, b) => a - b),
      );
    });

    it("one call takes inserted, replaced and unchanged points together", async (test) => {
      const [first, second, third] = [1, 2, 3].map((minute) =>
        buildPoint({ value: minute, timestamp: minutesPast(minute) }),
      );
      assert.ok(first !== undefined && second !== undefined && third !== undefined);
      await upsert(test, first, third);
      assert.deepEqual(await upsert(test, first, second, { ...third, value: 33 }), {
        inserted: 1,
        replaced: 1,
        unchanged: 1,
      });
      assert.deepEqual(
        (await listAll(test)).map(({ value }) => value),
        [1, 2, 33],
      );
    });

    it("a list in another order, and a text for a number, are other dimensions", async (test) => {
      for (const [index, dimensions] of [
        { a: [1, 2] },
        { a: [2, 1] },
        { a: ["2", 1] },
        { a: [2, 1, null] },
      ].entries()) {
        const counts = await upsert(test, buildPoint({ dimensions }));
        assert.deepEqual(counts, { inserted: index === 0 ? 1 : 0, replaced: index === 0 ? 0 : 1, unchanged: 0 });
      }
    });

    it("no points are no obstacle", async (test) => {
      assert.deepEqual(await upsert(test), { inserted: 0, replaced: 0, unchanged: 0 });
    });

    it("values of every size come back equal, and -0 as 0", async (test) => {
      const values = [0, -0, 1e21, -1e-7, 5e-324, Number.MAX_VALUE, Number.MAX_SAFE_INTEGER, 0.1 + 0.2];
      await upsert(test, ...values.map((value, index) => buildPoint({ value, timestamp: minutesPast(index) })));
      const listed = (await listAll(test)).map(({ value }) => value);
      assert.deepEqual(listed, [0, 0, ...values.slice(2)]);
      assert.deepEqual(await upsert(test, buildPoint({ value: -0, timestamp: minutesPast(0) })), {
        inserted: 0,
        replaced: 0,
        unchanged: 1,
      });
    });

    it("10,000 points fit in one call, 10,001 are refused", async (test) => {
      const points = Array.from({ length: 10_001 }, (_, index) => buildPoint({ timestamp: minutesPast(index) }));
      await assertRejects(upsert(test, ...points), "STORAGE_INVALID");
      assert.deepEqual(await upsert(test, ...points.slice(1)), { inserted: 10_000, replaced: 0, unchanged: 0 });
      const times = (await listAll(test)).map(({ timestamp }) => timestamp.getTime());
      assert.deepEqual(
        times,
        points.slice(1).map(({ timestamp }) => timestamp.getTime()),
      );
    });

    it("10,000 points of which a few are new or changed count each as what it is", async (test) => {
      const points = Array.from({ length: 10_000 }, (_, index) =>
        buildPoint({ timestamp: minutesPast(index), value: index }),
      );
      await upsert(test, ...points.slice(3));
      const changed = points.map((point, index) => (index % 2_000 === 999 ? { ...point, value: -1 } : point));
      assert.deepEqual(await upsert(test, ...changed), { inserted: 3, replaced: 5, unchanged: 9_992 });
      const values = (await listAll(test)).map(({ value }) => value);
      assert.deepEqual(
        values,
        changed.map(({ value }) => value),
      );
    });

    for (const [what, invalid] of [
      ["NaN", { value: Number.NaN }],
      ["an infinite value", { value: Number.POSITIVE_INFINITY }],
      ["an invalid time", { timestamp: new Date(Number.NaN) }],
      ["a time before year 1", { timestamp: at("0000-12-31T23:59:59.999Z") }],
      ["a time after year 9999", { timestamp: at("+010000-01-01T00:00:00.000Z") }],
      ["a series of 201 bytes", { series: `${"é".repeat(100)}x` }],
      ["NUL in the series", { series: "a\0b" }],
      ["half a surrogate pair in the series", { series: "\ud83d" }],
      ["NUL in the dimensions", { dimensions: { text: "a\0b" } }],
      ["NaN in the dimensions", { dimensions: { number: Number.NaN } }],
      [
        "dimensions of 1,001 levels",
        { dimensions: { a: JSON.parse(`${"[".repeat(1_000)}${"]".repeat(1_000)}`) as [] } },
      ],
      ["NUL in a key of the dimensions", { dimensions: { "a\0b": 1 } }],
      ["NUL in the payload's id", { payloadId: "a\0b" }],
    ] as const) {
      // Catches a partial upsert: the good points stand before and behind the bad one.
      it(`a point with ${what} is refused, and the others with it`, async (test) => {
        await test.insertMetric();
        const good = [1, 2, 3].map((minute) => buildPoint({ timestamp: minutesPast(minute) }));
        const points = [...good.slice(0, 2), buildPoint(invalid), ...good.slice(2)];
        await assertRejects(upsert(test, ...points), "STORAGE_INVALID");
        assert.deepEqual(await listAll(test), []);
      });
    }

    it("a series of 200 bytes is kept", async (test) => {
      for (const series of ["é".repeat(100), "\u{1f600}".repeat(50), "'\"\\%_?$1\n".repeat(22).padEnd(200, " ")]) {
        await upsert(test, buildPoint({ series }));
        const input = { metricId: test.metricId, generation: 1, series, limit: 2 };
        assert.deepEqual(await test.storage.points.list(input), [buildPoint({ series })]);
      }
      assert.equal((await listAll(test)).length, 3);
    });

    it("points handed in and out are copies", async (test) => {
      const dimensions = { list: [1] };
      const timestamp = new Date(noon);
      await upsert(test, buildPoint({ timestamp, dimensions }));
      dimensions.list.push(2);
      timestamp.setTime(0);
      for (const point of await listAll(test)) {
        point.timestamp.setTime(1);
        (point.dimensions as { list: number[] }).list.push(3);
      }
      assert.deepEqual(await listAll(test), [buildPoint({ timestamp: noon, dimensions: { list: [1] } })]);
    });
  });
}

const minutesPast = (minutes: number): Date => new Date(noon.getTime() + minutes * 60_000);

async function upsert(
  test: StorageTest,
  ...points: readonly StoredDataPoint[]
): Promise<{ inserted: number; replaced: number; unchanged: number }> {
  if ((await test.storage.records.get({ table: "metrics", id: test.metricId })) === null) await test.insertMetric();
  return test.storage.points.upsert({ metricId: test.metricId, generation: 1, points });
}

async function listAll({ storage, metricId }: StorageTest): Promise<StoredDataPoint[]> {
  return storage.points.list({ metricId, generation: 1, limit: 10_000 });
}
