import assert from "node:assert/strict";
import { pointsOf, type SandboxSuite, transform } from "./sandbox-suite.js";

/** Data points as columns. */
export function describeColumns({ describe, it }: SandboxSuite): void {
  describe("columns", () => {
    it("points come in the order in which the code returned them", async (test) => {
      const code = transform("return [3, 1, 2, 1].map((value) => ({ timestamp: value * 10, value }))");
      const columns = await test.points(code);
      assert.equal(columns.count, 4);
      assert.ok(columns.timestamps instanceof Float64Array && columns.values instanceof Float64Array);
      assert.deepEqual([...columns.timestamps], [30, 10, 20, 10]);
      assert.deepEqual([...columns.values], [3, 1, 2, 1]);
    });

    it("no points: columns of length 0", async (test) => {
      assert.deepEqual(await test.points(transform("return []")), {
        count: 0,
        timestamps: new Float64Array(),
        values: new Float64Array(),
        series: null,
        dimensions: null,
        datesOnly: false,
      });
    });

    // Catches a sandbox that converts, or that writes NaN as JSON's null and reads it as 0.
    it("values are numbers as they are, and NaN for anything else", async (test) => {
      const code = transform(
        "return [1.5, -0, 0, 5e-324, 1.7976931348623157e308, '2', true, null, undefined, 3n, [4], {}, NaN].map((value) => ({ timestamp: 1, value }))",
      );
      const expected = [1.5, -0, 0, 5e-324, Number.MAX_VALUE, ...Array<number>(8).fill(Number.NaN)];
      assert.deepEqual(await test.values(code), expected);
    });

    it("a point without a time or a value is marked, not dropped", async (test) => {
      const columns = await test.points(transform("return [{}, { timestamp: 5 }, { value: 6 }]"));
      assert.deepEqual(
        pointsOf(columns).map(({ timestamp, value }) => [timestamp, value]),
        [
          [Number.NaN, Number.NaN],
          [5, Number.NaN],
          [Number.NaN, 6],
        ],
      );
    });

    it("series are texts; numbers and booleans become texts; none is an empty text", async (test) => {
      const code = transform("return input.map((series) => ({ timestamp: 1, value: 1, series }))");
      const input = ["a", 1, true, null, "", "a", " a", "é"];
      const { series } = await test.points(code, { input });
      assert.deepEqual(series, ["a", "1", "true", "", "", "a", " a", "é"]);
    });

    it("series are null when no point has one", async (test) => {
      const code = transform("return input.map((series) => ({ timestamp: 1, value: 1, series }))");
      assert.equal((await test.points(code, { input: [null, ""] })).series, null);
    });

    it("dimensions come back as JSON; null stands for none", async (test) => {
      const code = transform("return input.map((dimensions) => ({ timestamp: 1, value: 1, dimensions }))");
      const input = [{ a: [1, { b: null }] }, null, "text", 0, false, [], { "": "é\u0000" }];
      assert.deepEqual((await test.points(code, { input })).dimensions, input);
    });

    it("dimensions are null when no point has any", async (test) => {
      const code = transform("return [{ timestamp: 1, value: 1 }, { timestamp: 1, value: 1, dimensions: null }]");
      assert.equal((await test.points(code)).dimensions, null);
    });

    it("a thousand points keep their series and dimensions", async (test) => {
      const code = transform(
        "return Array.from({ length: 1000 }, (_, i) => ({ timestamp: i, value: i / 3, series: 's' + (i % 7), dimensions: i % 2 ? { i } : null }))",
      );
      const expected = Array.from({ length: 1000 }, (_, index) => ({
        timestamp: index,
        value: index / 3,
        series: `s${index % 7}`,
        dimensions: index % 2 === 1 ? { i: index } : null,
      }));
      assert.deepEqual(pointsOf(await test.points(code)), expected);
    });

    it("fields of points that nobody asked for are left out", async (test) => {
      const columns = await test.points(transform("return [{ timestamp: 1, value: 2, name: 'x', id: 5 }]"));
      assert.deepEqual(pointsOf(columns), [{ timestamp: 1, value: 2, series: "", dimensions: null }]);
      assert.equal(columns.dimensions, null);
    });

    it("a promise of points is awaited", async (test) => {
      const code = "export const transform = async () => { await null; return [{ timestamp: 1, value: 5 }]; }";
      assert.deepEqual(await test.values(code), [5]);
    });
  });
}
