import assert from "node:assert/strict";
import { chartRun, ingestionRun, pointsOf, type SandboxSuite, transform } from "./sandbox-suite.js";

/** Runs at the same time, and closing. */
export function describeConcurrency({ describe, it }: SandboxSuite): void {
  describe("several at once", () => {
    it("each run gets its own result", async (test) => {
      const code = transform(
        "return [{ timestamp: context.fetchedAt, value: input.value, series: context.timezone, dimensions: [argument, Math.random()] }]",
      );
      const runOf = (index: number) =>
        ingestionRun(code, {
          input: { value: index },
          argument: { index },
          seed: index,
          context: { fetchedAtMs: index * 1_000, timezone: `Zone/${index}`, offsets: [] },
        });
      const alone: unknown[] = [];
      for (let index = 0; index < 12; index++) alone.push(pointsOf(await test.sandbox.run(runOf(index))));
      const together = await Promise.all(Array.from({ length: 12 }, (_, index) => test.sandbox.run(runOf(index))));
      assert.deepEqual(together.map(pointsOf), alone);
    });

    it("points, charts and failures do not mix", async (test) => {
      const runs = Array.from({ length: 12 }, async (_, index) => {
        const input = index;
        if (index % 3 === 0) {
          const { values } = await test.sandbox.run(
            ingestionRun(transform("return [{ timestamp: 1, value: input }]"), { input }),
          );
          return [...values];
        }
        if (index % 3 === 1) return await test.sandbox.run(chartRun(transform("return { input }"), { input }));
        const error = await test.failure(transform("throw new Error('no ' + input)"), ["TRANSFORM_FAILED"], { input });
        return /no \d+/.exec(error.message)?.[0];
      });
      const expected = Array.from({ length: 12 }, (_, index) => [[index], { input: index }, `no ${index}`][index % 3]);
      assert.deepEqual(await Promise.all(runs), expected);
    });

    it("runs beside and behind one that must be ended are right", async (test) => {
      const endless = test.failure(transform("for (;;) {}"), ["TRANSFORM_TIMEOUT"], { limits: { timeoutMs: 100 } });
      const others = Array.from({ length: 6 }, (_, index) =>
        test.values(transform("return [{ timestamp: 1, value: input }]"), { input: index }),
      );
      const [values] = await Promise.all([Promise.all(others), endless]);
      assert.deepEqual(values, [[0], [1], [2], [3], [4], [5]]);
    });

    it("a large run beside small ones", async (test) => {
      const input = Array.from({ length: 9_000 }, (_, index) => ({ at: index, value: index / 7 }));
      const large = test.values(transform("return input.map(({ at, value }) => ({ timestamp: at, value }))"), {
        input,
      });
      const small = Array.from({ length: 4 }, (_, index) =>
        test.values(transform("return [{ timestamp: 1, value: input }]"), { input: index }),
      );
      const [smallValues, largeValues] = await Promise.all([Promise.all(small), large]);
      assert.deepEqual(smallValues, [[0], [1], [2], [3]]);
      assert.deepEqual(
        largeValues,
        input.map(({ value }) => value),
      );
    });
  });

  describe("closing", () => {
    const code = transform("return [{ timestamp: 1, value: input }]");

    it("a run behind close() is right", async (test) => {
      assert.deepEqual(await test.values(code, { input: 1 }), [1]);
      await test.sandbox.close();
      assert.deepEqual(await test.values(code, { input: 2 }), [2]);
    });

    it("close() may be called again, and before any run", async (test) => {
      await test.sandbox.close();
      await Promise.all([test.sandbox.close(), test.sandbox.close()]);
      assert.deepEqual(await test.values(code, { input: 3 }), [3]);
    });

    it("close() does not end what runs or waits", async (test) => {
      const runs = [4, 5, 6, 7].map((input) => test.values(code, { input }));
      const [values] = await Promise.all([Promise.all(runs), test.sandbox.close()]);
      assert.deepEqual(values, [[4], [5], [6], [7]]);
    });
  });
}
