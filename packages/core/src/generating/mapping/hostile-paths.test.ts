import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluateCode, fetchedAt, pointsOf, values } from "../../../test/mapping/evaluate-mapping.js";
import { parseMapping } from "../../transformers/mapping.js";
import { compileMapping } from "./compile-mapping.js";

describe("hostile paths", () => {
  const hostileKey = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom(
      "__proto__",
      "constructor",
      "prototype",
      "toString",
      "length",
      "hasOwnProperty",
      "at",
      "map",
      "0",
      "-1",
      "01",
      "1e3",
      '"',
      "'",
      "`",
      "\\",
      '\\"',
      "${globalThis}",
      "\n",
      "\r",
      "\u2028",
      "\u2029",
      "*/",
      "//",
      "-->",
      "<!--",
      "\n```\n",
      "```ts\nfunction transform(){}\n```",
      '"];throw 1;//',
      "\ud800",
      "\0",
      "class",
      "await",
      "$key",
      "$root",
      "record",
      "a.b",
      "[0]",
    ),
  );

  /** `leaf` under `keys`, each an own property, as JSON.parse makes them. */
  function nest(keys: readonly string[], leaf: unknown): unknown {
    return [...keys]
      .reverse()
      .reduce((inner, key) => JSON.parse(`{${JSON.stringify(key)}:${JSON.stringify(inner)}}`) as unknown, leaf);
  }

  /** An object of own properties, as JSON.parse makes them. */
  function nestAll(members: readonly (readonly [string, unknown])[]): unknown {
    return JSON.parse(`{${members.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join()}}`);
  }

  it("read exactly the keys they name, in every place of a mapping", () => {
    fc.assert(
      fc.property(fc.array(hostileKey, { minLength: 1, maxLength: 4 }), (keys) => {
        const inner = [...keys, "inner"];
        const mapping = {
          records: keys,
          value: { path: [...inner, "v"] },
          series: { path: [...inner, "s"] },
          dimensions: { d: [...inner, "d"] },
          filter: [{ path: [...inner, "f"], equals: keys[0] ?? "" }],
        };
        const record = nest(inner, { v: 42, s: "series", d: "dimension", f: keys[0] });
        expect(pointsOf(mapping, nest(keys, [record]))).toEqual([
          { timestamp: fetchedAt, value: 42, series: "series", dimensions: { d: "dimension" } },
        ]);
      }),
      { numRuns: 300 },
    );
  });

  it("read exactly the keys they name in columns, rows and nested records", () => {
    fc.assert(
      fc.property(fc.uniqueArray(hostileKey, { minLength: 2, maxLength: 4 }), hostileKey, (keys, outerKey) => {
        const [valueKey = "", seriesKey = ""] = keys;
        const fields = { value: { path: [valueKey] }, series: { path: [seriesKey] } };
        const expected = [{ timestamp: fetchedAt, value: 42, series: "series" }];
        const cells = keys.map((key) => (key === valueKey ? 42 : "series"));
        const columns = { ...fields, records: [outerKey], recordsAre: "columns" };
        const arrays = nest([outerKey], nestAll(keys.map((key, index) => [key, [cells[index]]])));
        expect(pointsOf(columns, arrays)).toEqual(expected);
        const rows = { path: [outerKey], recordsAre: "rows", columns: "first-row" };
        expect(pointsOf({ ...fields, records: "", within: rows }, [nest([outerKey], [keys, cells])])).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  it("name lines by exactly the keys that are there", () => {
    fc.assert(
      fc.property(fc.uniqueArray(hostileKey, { minLength: 1, maxLength: 4 }), (keys) => {
        const record = nest(keys.slice(0, 1), nestAll(keys.map((key, index) => [key, index])));
        const points = pointsOf({ ...values, value: { bySeriesKeys: keys.slice(0, 1) } }, [record]);
        const named = new Map(points.map(({ series, value }) => [series, value]));
        expect(named).toEqual(new Map(keys.map((key, index) => [key, index])));
        const bySeries = Object.fromEntries(keys.flatMap((key) => (/^(__proto__)?$/.test(key) ? [] : [[key, keys]])));
        if (Object.keys(bySeries).length === 0) return;
        const lines = pointsOf({ ...values, value: { bySeries } }, [nest(keys, 7)]);
        expect(new Set(lines.map(({ series }) => series))).toEqual(new Set(Object.keys(bySeries)));
      }),
      { numRuns: 200 },
    );
  });

  it("find nothing where the data has nothing", () => {
    fc.assert(
      fc.property(
        fc.array(hostileKey, { minLength: 1, maxLength: 3 }),
        fc.constantFrom<unknown>({}, "text", 5, true, null),
        (keys, record) => {
          const mapping = { ...values, value: { path: keys } };
          expect(() => pointsOf(mapping, [record])).toThrow("The only record lacks a value at [");
          expect(pointsOf({ ...mapping, filter: [{ path: "x", exists: false }] }, [record])).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("stay inside texts and comments: one line each, and nothing that ends a fenced block", () => {
    fc.assert(
      fc.property(hostileKey, hostileKey, (key, text) => {
        const mapping = parseMapping({
          ...values,
          value: { path: [key], unit: `u${text}`.slice(0, 60) },
          series: { constant: text.slice(0, 50) },
          ...(key === "" || ["__proto__", "constructor", "prototype"].includes(key)
            ? {}
            : { dimensions: { [key.slice(0, 50)]: [text] } }),
          filter: [
            { path: [key], exists: true },
            { path: [text], gt: text },
          ],
        });
        const code = compileMapping(mapping, { kind: "gauge" });
        expect(code).not.toMatch(/```|[\u2028\u2029\r]/);
        expect(
          code
            .slice(0, code.indexOf("\n\n"))
            .split("\n")
            .every((line) => line.startsWith("//")),
        ).toBe(true);
        expect(() => evaluateCode(code, [])).not.toThrow();
      }),
      { numRuns: 300 },
    );
  });
});
