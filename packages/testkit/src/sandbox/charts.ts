import assert from "node:assert/strict";
import type { JsonValue } from "@metricsmith/core/adapter";
import { type SandboxSuite, transform } from "./sandbox-suite.js";

const configs: Readonly<Record<string, JsonValue>> = {
  "an object": { type: "line", data: [{ x: 1.5, y: [null, "é", ""] }], options: {} },
  "an array": [1, "a", [], {}],
  "a text": "text",
  "a number": -1.25e-9,
  "a boolean": false,
  null: null,
  "keys of every kind": { "": 1, " ": 2, "a.b": 3, toString: 4, "10": 5, "9": 6 },
};

/** Chart configs, as the code returned them. */
export function describeCharts({ describe, it }: SandboxSuite): void {
  describe("charts", () => {
    for (const [kind, config] of Object.entries(configs)) {
      it(`${kind} comes back unchanged`, async (test) => {
        assert.deepEqual(await test.chart(transform("return input"), { input: config }), config);
      });
    }

    it("code gets rows and preferences", async (test) => {
      const code = transform("return { rows: input, preferences: argument }");
      const chart = await test.chart(code, { input: [{ value: 1 }], argument: { chartType: "bar" } });
      assert.deepEqual(chart, { rows: [{ value: 1 }], preferences: { chartType: "bar" } });
    });

    it("a promise of a config is awaited", async (test) => {
      const code = "export const transform = async (rows) => { await null; return { rows }; }";
      assert.deepEqual(await test.chart(code, { input: [1] }), { rows: [1] });
    });

    it("points are not read as points", async (test) => {
      const points = [{ timestamp: "2026-01-01", value: "1" }];
      assert.deepEqual(await test.chart(transform("return input"), { input: points }), points);
    });

    it("unsafe keys are left out, at every depth", async (test) => {
      const text = '{"__proto__":{"a":1},"b":[{"constructor":1,"prototype":2,"c":3}]}';
      assert.deepEqual(await test.chart(transform("return input"), { text }), { b: [{ c: 3 }] });
    });
  });
}
