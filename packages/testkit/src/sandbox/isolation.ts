import assert from "node:assert/strict";
import { type SandboxSuite, transform } from "./sandbox-suite.js";

/** Code that counts how often it ran in one place; the first run gives 1. */
const counters: Readonly<Record<string, string>> = {
  "variables of the module": "let count = 0; export const transform = () => [{ timestamp: 1, value: ++count }];",
  "names of the global object": transform(
    "globalThis.count = (globalThis.count ?? 0) + 1; return [{ timestamp: 1, value: count }]",
  ),
  "names of the global object, by a sloppy function": transform(
    "return [{ timestamp: 1, value: Function('return count = typeof count === \"number\" ? count + 1 : 1')() }]",
  ),
  "keys of Object.prototype": transform(
    "Object.prototype.count = ({}).count === undefined ? 1 : ({}).count + 1; return [{ timestamp: 1, value: ({}).count }]",
  ),
  "keys of built-ins": transform("JSON.count = (JSON.count ?? 0) + 1; return [{ timestamp: 1, value: JSON.count }]"),
  "keys of functions that are given": transform(
    "context.local.count = (context.local.count ?? 0) + 1; return [{ timestamp: 1, value: context.local.count }]",
  ),
  "keys of the prototype of functions": transform(
    "const all = Object.getPrototypeOf(context.local); all.count = (all.count ?? 0) + 1; return [{ timestamp: 1, value: all.count }]",
  ),
  "registered symbols": transform(
    "const key = Symbol.for('count'); Array[key] = (Array[key] ?? 0) + 1; return [{ timestamp: 1, value: Array[key] }]",
  ),
};

/** Nothing of one run reaches another. */
export function describeIsolation({ describe, it }: SandboxSuite): void {
  describe("runs apart", () => {
    for (const [place, code] of Object.entries(counters)) {
      it(`${place} begin anew`, async (test) => {
        for (let run = 0; run < 4; run++)
          assert.deepEqual(await test.values(code), [1], `run ${run + 1} saw an earlier one`);
      });
    }

    it("random numbers of one run do not advance those of the next", async (test) => {
      const code = transform("return [{ timestamp: 1, value: Math.random() }]");
      const first = await test.values(code, { seed: 5 });
      await test.values(transform("for (let i = 0; i < 100; i++) Math.random(); return []"), { seed: 5 });
      assert.deepEqual(await test.values(code, { seed: 5 }), first);
    });

    it("a run after one that failed begins anew", async (test) => {
      await test.failure(transform("globalThis.left = 1; Object.prototype.left = 1; throw new Error('x')"), [
        "TRANSFORM_FAILED",
      ]);
      await test.failure("globalThis.left = 1; export const transform = [;", ["TRANSFORM_SYNTAX"]);
      const code = transform("return [{ timestamp: 1, value: 'left' in globalThis || 'left' in {} ? 1 : 0 }]");
      assert.deepEqual(await test.values(code), [0]);
    });

    it("code that was changed is not taken for what it was", async (test) => {
      for (const value of [1, 2, 1, 3]) {
        assert.deepEqual(await test.values(transform(`return [{ timestamp: 1, value: ${value} }]`)), [value]);
      }
    });
  });
}
