import assert from "node:assert/strict";
import type { ErrorCode } from "@metricsmith/core/adapter";
import { failureOf, type SandboxSuite, transform } from "./sandbox-suite.js";

const failures: readonly (readonly [what: string, code: ErrorCode, source: string])[] = [
  ["a mistake of syntax", "TRANSFORM_SYNTAX", "export function transform() {\n  return [;\n}"],
  ["an import", "TRANSFORM_SYNTAX", "import _ from 'lodash';\nexport const transform = () => _.x"],
  ["no function", "TRANSFORM_CONTRACT", "export const other = 1"],
  ["null instead of points", "TRANSFORM_CONTRACT", "export const transform = () => null"],
  ["a number as a point", "TRANSFORM_CONTRACT", "export const transform = () => [{}, 5]"],
  ["an object as a series", "TRANSFORM_CONTRACT", "export const transform = () => [{ series: {} }]"],
  ["a field that is missing", "TRANSFORM_FAILED", "export const transform = (all) => all.missing.length"],
  ["a name that is missing", "TRANSFORM_FAILED", "export const transform = () => fetch('x')"],
  ["an error while loading", "TRANSFORM_FAILED", "null.x; export const transform = () => []"],
  ["a rejection", "TRANSFORM_FAILED", "export const transform = async () => { throw new Error('x') }"],
];

/** What a run fails with, and how it is told. */
export function describeFailures({ describe, it }: SandboxSuite): void {
  describe("failures", () => {
    for (const [what, code, source] of failures) {
      it(`${what}: ${code}`, async (test) => {
        const error = await test.failure(source, [code]);
        assert.equal(error.category, "data");
      });
    }

    it("the words of an error that code throws are told", async (test) => {
      const error = await test.failure(transform("throw new RangeError('no such month')"), ["TRANSFORM_FAILED"]);
      assert.match(error.message, /RangeError.*no such month/);
    });

    it("long words are cut", async (test) => {
      const error = await test.failure(transform("throw new Error('begin' + 'x'.repeat(100000))"), [
        "TRANSFORM_FAILED",
      ]);
      assert.match(error.message, /begin/);
    });

    it("the line is told where it went wrong", async (test) => {
      const code = "export const transform = (all) => {\n  const rows = all.rows;\n  return rows.length;\n}";
      const error = await test.failure(code, ["TRANSFORM_FAILED"]);
      assert.match(error.message, /line 3/);
      assert.equal(error.details["line"], 3);
    });

    it("a chart that is no JSON: TRANSFORM_CONTRACT", async (test) => {
      for (const value of ["undefined", "() => {}", "{ all: 1n }"]) {
        await failureOf(test.chart(transform(`return (${value})`)), ["TRANSFORM_CONTRACT"]);
      }
    });

    it("the same failure is told in the same words", async (test) => {
      const first = await test.failure(transform("return input.a.b"), ["TRANSFORM_FAILED"]);
      const second = await test.failure(transform("return input.a.b"), ["TRANSFORM_FAILED"]);
      assert.deepEqual([second.message, second.details], [first.message, first.details]);
    });
  });
}
