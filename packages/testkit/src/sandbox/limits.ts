import assert from "node:assert/strict";
import { megabyte, type SandboxSuite, type SandboxTest, transform } from "./sandbox-suite.js";

const oneValue = transform("return [{ timestamp: 1, value: 5 }]");

async function assertUsable(test: SandboxTest): Promise<void> {
  assert.deepEqual(await test.values(oneValue), [5], "the run behind it is wrong");
}

/** A text of dimensions that makes the result's JSON about this long. */
function dimensionsOf(length: number): string {
  return transform(`return [{ timestamp: 1, value: 1, dimensions: 'x'.repeat(${length}) }]`);
}

/** What a run may use, each limit by itself. */
export function describeLimits({ describe, it }: SandboxSuite): void {
  describe("limits", () => {
    it("code that runs too long: TRANSFORM_TIMEOUT, and the next run is right", async (test) => {
      await test.failure(transform("for (;;) {}"), ["TRANSFORM_TIMEOUT"], { limits: { timeoutMs: 100 } });
      await assertUsable(test);
    });

    it("code that loads too long: TRANSFORM_TIMEOUT", async (test) => {
      const code = `for (;;) {}\n${oneValue}`;
      await test.failure(code, ["TRANSFORM_TIMEOUT"], { limits: { timeoutMs: 100 } });
    });

    it("code that does too much: TRANSFORM_STEPS, and the next run is right", async (test) => {
      const code = transform("for (;;) {}");
      await test.failure(code, ["TRANSFORM_STEPS"], { limits: { maximumSteps: 1_000_000 } });
      await assertUsable(test);
    });

    it("code that does too much without a loop: TRANSFORM_STEPS", async (test) => {
      const code = transform(
        "const fib = (n) => n < 2 ? n : fib(n - 1) + fib(n - 2); return [{ timestamp: 1, value: fib(50) }]",
      );
      await test.failure(code, ["TRANSFORM_STEPS"], { limits: { maximumSteps: 1_000_000 } });
    });

    it("the same work passes or fails by steps, each time alike", async (test) => {
      const code = transform(
        "let sum = 0; for (let i = 0; i < 300000; i++) sum += i; return [{ timestamp: 1, value: sum }]",
      );
      for (let run = 0; run < 3; run++) {
        await test.failure(code, ["TRANSFORM_STEPS"], { limits: { maximumSteps: 100_000 } });
        assert.deepEqual(await test.values(code, { limits: { maximumSteps: 5_000_000 } }), [44_999_850_000]);
      }
    });

    it("too much memory: TRANSFORM_MEMORY, and the next run is right", async (test) => {
      const code = transform("const all = []; for (;;) all.push(new Array(1000).fill(1))");
      await test.failure(code, ["TRANSFORM_MEMORY"], { limits: { memoryBytes: 16 * megabyte } });
      await assertUsable(test);
    });

    it("memory within its limit is there, beside an input that is large", async (test) => {
      const code = transform(
        "const all = new Uint8Array(8e6).fill(1); return [{ timestamp: 1, value: all[7999999] + input.length }]",
      );
      const input = Array.from({ length: 20_000 }, (_, index) => ({ name: `row ${index}`, value: index }));
      assert.deepEqual(await test.values(code, { input, limits: { memoryBytes: 32 * megabyte } }), [20_001]);
    });

    it("more points than allowed: TRANSFORM_OUTPUT_TOO_LARGE; as many as allowed are right", async (test) => {
      const code = transform("return Array.from({ length: input }, (_, value) => ({ timestamp: 1, value }))");
      const limits = { maximumPoints: 100 };
      await test.failure(code, ["TRANSFORM_OUTPUT_TOO_LARGE"], { input: 101, limits });
      assert.equal((await test.values(code, { input: 100, limits })).length, 100);
    });

    it("more JSON than allowed: TRANSFORM_OUTPUT_TOO_LARGE; a little less is right", async (test) => {
      const limits = { maximumOutputBytes: 1_000 };
      await test.failure(dimensionsOf(1_001), ["TRANSFORM_OUTPUT_TOO_LARGE"], { limits });
      assert.equal((await test.points(dimensionsOf(900), { limits })).count, 1);
    });

    // Catches a limit that counts characters.
    it("JSON is counted in bytes", async (test) => {
      const code = transform("return [{ timestamp: 1, value: 1, dimensions: 'é'.repeat(600) }]");
      await test.failure(code, ["TRANSFORM_OUTPUT_TOO_LARGE"], { limits: { maximumOutputBytes: 1_000 } });
    });

    it("series count as JSON", async (test) => {
      const code = transform(
        "return Array.from({ length: 50 }, (_, i) => ({ timestamp: 1, value: 1, series: 'a long name of a series ' + i }))",
      );
      await test.failure(code, ["TRANSFORM_OUTPUT_TOO_LARGE"], { limits: { maximumOutputBytes: 1_000 } });
    });

    it("more JSON of a chart than allowed: TRANSFORM_OUTPUT_TOO_LARGE; a little less is right", async (test) => {
      const code = transform("return { title: 'x'.repeat(input) }");
      const limits = { maximumOutputBytes: 1_000 };
      await assert.rejects(test.chart(code, { input: 1_001, limits }), { code: "TRANSFORM_OUTPUT_TOO_LARGE" });
      assert.deepEqual(await test.chart(code, { input: 900, limits }), { title: "x".repeat(900) });
    });

    it("limits of one run are not those of the next", async (test) => {
      const code = transform("return Array.from({ length: 50 }, (_, value) => ({ timestamp: 1, value }))");
      await test.failure(code, ["TRANSFORM_OUTPUT_TOO_LARGE"], { limits: { maximumPoints: 10 } });
      assert.equal((await test.values(code)).length, 50);
    });

    // Catches a timer that takes a limit above 2^31 for 1 millisecond.
    it("a limit of time may be longer than any timer", async (test) => {
      assert.deepEqual(await test.values(oneValue, { limits: { timeoutMs: 2 ** 40 } }), [5]);
      assert.deepEqual(await test.values(oneValue, { limits: { timeoutMs: Number.MAX_SAFE_INTEGER } }), [5]);
    });
  });
}
