import assert from "node:assert/strict";
import { failureOf, ingestionRun, type SandboxSuite, transform } from "./sandbox-suite.js";

/** As large as it takes to be worth moving to another thread instead of copying it. */
const largeText = JSON.stringify({ value: 3, more: "x".repeat(300_000) });

/** What code is given, and what becomes of the caller's own. */
export function describeInputs({ describe, it }: SandboxSuite): void {
  describe("what code is given", () => {
    it("the input, to the last digit and character", async (test) => {
      const text = '{"a":[1.5e-7,-0,9007199254740993,"\\u0000\\ud83d\\ude00\\n","é日"],"b":null,"a b":{"":true}}';
      const code = transform("return [{ timestamp: 1, value: input.a[0], series: JSON.stringify(input) }]");
      const { values, series } = await test.points(code, { text });
      assert.equal(values[0], 1.5e-7);
      assert.deepEqual(series, [JSON.stringify(JSON.parse(text))]);
    });

    it("an input behind a mark of byte order", async (test) => {
      const code = transform("return [{ timestamp: 1, value: input[0] }]");
      assert.deepEqual(await test.values(code, { text: "\ufeff[5]" }), [5]);
    });

    it("the argument, of every kind of JSON", async (test) => {
      for (const argument of [{ a: [1, null, "x"] }, [1], "text", 5, true, null]) {
        assert.deepEqual(await test.chart(transform("return { argument }"), { argument }), { argument });
      }
    });

    it("the time of the fetch, the zone's name and local times", async (test) => {
      const code = transform(
        "return [{ timestamp: context.fetchedAt, value: 1, series: context.timezone, dimensions: context.local('2026-03-29T22:30:00Z') }]",
      );
      const offsets = [
        { fromMs: null, offsetMinutes: 60 },
        { fromMs: Date.UTC(2026, 2, 29, 1), offsetMinutes: 120 },
      ];
      const columns = await test.points(code, { context: { fetchedAtMs: 7, timezone: "Europe/Berlin", offsets } });
      assert.deepEqual([columns.timestamps[0], columns.series], [7, ["Europe/Berlin"]]);
      const local = { year: 2026, month: 3, day: 30, hour: 0, minute: 30, weekday: 1 };
      assert.deepEqual(columns.dimensions, [local]);
    });

    // Catches a sandbox that gives the caller's buffer to another thread.
    for (const [size, text] of [
      ["small", '{"value":3}'],
      ["large", largeText],
    ] as const) {
      it(`a ${size} input stays the caller's, byte for byte`, async (test) => {
        const run = ingestionRun(transform("return [{ timestamp: 1, value: input.value }]"), { text });
        const before = Uint8Array.from(run.input);
        assert.deepEqual([...(await test.sandbox.run(run)).values], [3]);
        assert.deepEqual(run.input, before, "the input was changed or detached");
      });

      it(`a ${size} input may be a part of a larger buffer`, async (test) => {
        const bytes = new TextEncoder().encode(`[9]${text}[9]`);
        const input = bytes.subarray(3, -3);
        const run = { ...ingestionRun(transform("return [{ timestamp: 1, value: input.value }]")), input };
        assert.deepEqual([...(await test.sandbox.run(run)).values], [3]);
        assert.equal(bytes.length, text.length + 6, "the buffer was detached");
      });
    }

    it("changes that code makes to it stay inside", async (test) => {
      const run = ingestionRun(
        transform("argument.list.push(2); context.offsets = input.value = context.fetchedAt = null; return []"),
        { argument: { list: [1] } },
      );
      const before = structuredClone(run);
      await test.sandbox.run(run);
      assert.deepEqual(run, before);
    });

    for (const [what, text] of [
      ["an open bracket", '{"secret":'],
      ["NUL behind it", '{"secret":1}\0'],
      ["nothing", ""],
      ["NaN", "NaN"],
      ["two values", '"secret" 1'],
    ] as const) {
      it(`an input that is no JSON (${what}): FETCH_MALFORMED, without quoting it`, async (test) => {
        const error = await failureOf(test.points(transform("return []"), { text }), ["FETCH_MALFORMED"]);
        assert.ok(!error.message.includes("secret"), "the message quotes the input");
      });
    }
  });
}
