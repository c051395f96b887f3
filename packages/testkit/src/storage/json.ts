import assert from "node:assert/strict";
import type { JsonObject, JsonValue } from "@metricsmith/core/adapter";
import { buildPoint, buildRun } from "../builders/build-rows.js";
import type { StorageSuite, StorageTest } from "./storage-suite.js";

/** JSON as rows and dimensions keep it. */
export function describeJson({ describe, it }: StorageSuite): void {
  describe("JSON", () => {
    // Catches null = missing.
    it("null is not an absent key", async (test) => {
      await assertKept(test, { there: null, list: [null], nested: { also: null } });
      const { parameters } = await test.read("runs", test.id("kept"));
      assert.deepEqual(Object.keys(parameters).toSorted(), ["list", "nested", "there"]);
    });

    it("a key that holds undefined is absent", async (test) => {
      await test.insert("runs", buildRun({ id: test.id("run"), parameters: { absent: undefined, there: 1 } }));
      const { parameters } = await test.read("runs", test.id("run"));
      assert.deepEqual(Object.keys(parameters), ["there"]);
    });

    it("any JSON may be a column: texts, numbers, booleans and lists too", async (test) => {
      const values: readonly JsonValue[] = ["text", "null", "", 0, 12.5, false, true, [], [[]], {}, [1, "a", null, {}]];
      for (const [index, value] of values.entries()) {
        const id = test.id(String(index));
        await test.insert("runs", buildRun({ id, checkpoint: value, result: value }));
        const { checkpoint, result } = await test.read("runs", id);
        assert.deepEqual([checkpoint, result], [value, value]);
      }
    });

    it("a JSON column can go from null to a value and back", async (test) => {
      const id = test.id("run");
      await test.insert("runs", buildRun({ id, checkpoint: null }));
      for (const checkpoint of [{ step: 1 }, null, [], null]) {
        await test.storage.commit({ writes: [{ operation: "update", table: "runs", id, set: { checkpoint } }] });
        assert.deepEqual((await test.read("runs", id)).checkpoint, checkpoint);
      }
    });

    it("`increment` in a JSON column is data", async (test) => {
      const id = test.id("run");
      await test.insert("runs", buildRun({ id, checkpoint: 5 }));
      const set = { checkpoint: { increment: 1 } };
      await test.storage.commit({ writes: [{ operation: "update", table: "runs", id, set }] });
      assert.deepEqual((await test.read("runs", id)).checkpoint, set.checkpoint);
    });

    it("numbers come back equal, and -0 as 0", async (test) => {
      const numbers = [1e21, -1e21, 1e-7, 5e-324, Number.MAX_VALUE, Number.MAX_SAFE_INTEGER, 2 ** 60, 0.1 + 0.2];
      await assertKept(test, { numbers });
      await test.insert("runs", buildRun({ id: test.id("zero"), checkpoint: { zero: -0 } }));
      const { checkpoint } = await test.read("runs", test.id("zero"));
      assert.ok(Object.is((checkpoint as { zero: number }).zero, 0));
    });

    it("texts come back equal, in values and keys", async (test) => {
      const texts = [
        "",
        " ",
        "é",
        "e\u0301",
        "\u{1f600}",
        "\u2028",
        "\u{10ffff}",
        "\u0001",
        '"\\/',
        "${x}",
        "'; --",
        "\ufeff",
        "a.b",
        "$",
        "$1",
        "?",
        "??",
        ":name",
        "@p1",
        "%s",
        "{0}",
        "[0]",
        "a\\'b",
        "key\twith\nbreaks",
        "\u{1f600}\u{1f469}\u200d\u{1f680}",
      ];
      await assertKept(test, { texts });
      await assertKept(test, Object.fromEntries(texts.map((text, index) => [text, index])));
    });

    it("text that looks like something else stays text", async (test) => {
      const texts = ["2026-01-01T00:00:00.000Z", "2026-01-01 00:00:00", "null", "1", "1e21", "true", "{}", "\\u0000"];
      await assertKept(test, { texts, "2026-01-01": "'; DROP TABLE runs; --" });
      for (const [index, text] of texts.entries()) {
        const id = test.id(`${index}`);
        await test.insert("runs", buildRun({ id, checkpoint: text, result: text }));
        const { checkpoint, result } = await test.read("runs", id);
        assert.deepEqual([checkpoint, result], [text, text]);
      }
    });

    // Catches pollution, and keys dropped for looking dangerous.
    it("`__proto__`, `constructor` and `toString` are keys like any other", async (test) => {
      const value = JSON.parse('{"__proto__": {"polluted": 1}, "constructor": 2, "toString": null}') as JsonObject;
      await assertKept(test, value);
      const { parameters } = await test.read("runs", test.id("kept"));
      assert.deepEqual(Object.keys(parameters).toSorted(), ["__proto__", "constructor", "toString"]);
      assert.equal(({} as { polluted?: number }).polluted, undefined);
    });

    it("1,000 levels come back equal", async (test) => {
      const depth = 500;
      const text = `${'{"a":['.repeat(depth)}1${"]}".repeat(depth)}`;
      const dimensions = JSON.parse(text) as JsonObject;
      await test.insert("runs", buildRun({ id: test.id("deep"), checkpoint: dimensions }));
      assert.equal(JSON.stringify((await test.read("runs", test.id("deep"))).checkpoint), text);
      await test.insertMetric();
      const key = { metricId: test.metricId, generation: 1 };
      await test.storage.points.upsert({ ...key, points: [buildPoint({ dimensions })] });
      const [point] = await test.storage.points.list({ ...key, limit: 1 });
      assert.equal(JSON.stringify(point?.dimensions), text);
    });

    it("a text of a megabyte comes back equal", async (test) => {
      await assertKept(test, { text: `\u{1f600}"\\`.repeat(131_072) });
    });

    it("an update replaces JSON as a whole", async (test) => {
      const id = test.id("run");
      await test.insert("runs", buildRun({ id, parameters: { kept: 1, nested: { a: 1, b: 2 } } }));
      const set = { parameters: { nested: { b: null } } };
      await test.storage.commit({ writes: [{ operation: "update", table: "runs", id, set }] });
      assert.deepEqual((await test.read("runs", id)).parameters, set.parameters);
    });

    it("what is absent or null in dimensions stays so", async (test) => {
      await test.insertMetric();
      const all: readonly (JsonObject | null)[] = [null, {}, { a: null }, { a: [] }, { a: {} }, { a: [null] }];
      const key = { metricId: test.metricId, generation: 1 };
      const points = all.map((dimensions, index) => buildPoint({ series: `${index}`, dimensions }));
      await test.storage.points.upsert({ ...key, points });
      const listed = await test.storage.points.list({ ...key, limit: 10 });
      assert.deepEqual(
        listed.map(({ dimensions }) => dimensions),
        all,
      );
    });

    it("a hundred kilobytes come back equal", async (test) => {
      await assertKept(test, {
        rows: Array.from({ length: 2_000 }, (_, index) => ({ index, name: `Point ${index} \u00e9` })),
      });
    });
  });
}

/** Stores the object in a row and in a point, and reads it back from both. */
async function assertKept(test: StorageTest, value: JsonObject): Promise<void> {
  const { storage, metricId } = test;
  const id = test.id("kept");
  await storage.commit({ writes: [{ operation: "delete", table: "runs", id }] });
  await test.insert("runs", buildRun({ id, parameters: value }));
  assert.deepEqual((await test.read("runs", id)).parameters, value);
  if ((await storage.records.get({ table: "metrics", id: metricId })) === null) await test.insertMetric();
  await storage.points.upsert({ metricId, generation: 1, points: [buildPoint({ dimensions: value })] });
  const [point] = await storage.points.list({ metricId, generation: 1, limit: 1 });
  assert.deepEqual(point?.dimensions, value);
}
