import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bodyAsJson } from "./body-as-json.js";

const rows = (csv: string): unknown => JSON.parse(Buffer.from(bodyAsJson(Buffer.from(csv), "csv")).toString("utf8"));
const quoted = (cells: readonly string[]) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",");

describe("bodyAsJson", () => {
  it("returns the very bytes of JSON", () => {
    const body = Buffer.from("[1]");
    expect(bodyAsJson(body, "json")).toBe(body);
  });

  it("makes one object a row, with texts for cells and no key for an empty one", () => {
    expect(rows('day,value,note\n2026-03-01,4,"a ""b"", c"\n2026-03-02,,\n')).toEqual([
      { day: "2026-03-01", value: "4", note: 'a "b", c' },
      { day: "2026-03-02" },
    ]);
  });

  it.each([
    ["a header alone", "a,b\n", []],
    [
      "mixed line ends and empty lines",
      "a,b\r\n1,2\n\r\n3,4\r5,6",
      [
        { a: "1", b: "2" },
        { a: "3", b: "4" },
        { a: "5", b: "6" },
      ],
    ],
    ["a byte order mark", "\uFEFFa,b\n1,2", [{ a: "1", b: "2" }]],
    ["semicolons", "a;b\n1,5;2\n", [{ a: "1,5", b: "2" }]],
    ["tabs", "a\tb\n1\t2\n", [{ a: "1", b: "2" }]],
    ["semicolons behind a quoted comma", '"a, x";b\n1;2\n', [{ "a, x": "1", b: "2" }]],
    ["one column", "a\n1\n", [{ a: "1" }]],
    ["a column without a name", ",a\n0,1\n", [{ "": "0", a: "1" }]],
  ])("reads %s", (_name, csv, expected) => {
    expect(rows(csv)).toEqual(expected);
  });

  it("keeps a column called __proto__", () => {
    expect(Buffer.from(bodyAsJson(Buffer.from("__proto__\nx\n"), "csv")).toString()).toBe('[{"__proto__":"x"}]');
  });

  it.each([
    ["a row too long", "a,b\n1,2\n1,2,3\n", "another number of cells than the header in line 3"],
    ["a row too short", "a,b\n1\n", "another number of cells than the header in line 2"],
    ["two columns of one name", "a,b,a\n1,2,3\n", "two columns of the same name in line 1"],
    ["an open quote", 'a,b\n1,"2\n', "a quote that is never closed in line 2"],
    ["a misplaced quote", 'a,b\n1,x"y"\n', "a misplaced quote in line 2"],
    ["nothing but empty lines", "\n\n", "no header line"],
  ])("refuses %s, without quoting it", (_name, csv, message) => {
    expect(() => rows(csv)).toThrow(
      expect.objectContaining({ code: "FETCH_MALFORMED", message: `Failed to fetch data: the CSV has ${message}` }),
    );
  });

  it("gives back what was written", () => {
    const cell = fc.string({ unit: fc.constantFrom("a", '"', ",", ";", "\n", "\r", " ", "é", "\u0000"), minLength: 1 });
    const table = fc.array(fc.tuple(cell, cell, cell), { maxLength: 5 });
    fc.assert(
      fc.property(table, (cells) => {
        const csv = [["x", "y", "z"], ...cells].map(quoted).join("\n");
        expect(rows(csv)).toEqual(cells.map(([x, y, z]) => ({ x, y, z })));
      }),
    );
  });

  it("looks at each column's name once", () => {
    const names = Array.from({ length: 200_000 }, (_, index) => `c${index}`).join(",");
    expect(rows(`${names}\n`)).toEqual([]);
    expect(() => rows(`${names},c0\n`)).toThrow("two columns of the same name");
  });

  it("refuses what would fill the memory", () => {
    expect(() => rows("a\n".repeat(1_000_001))).toThrow("has 1000001 lines, more than 1000000; ask for fewer rows");
    expect(() => rows("a\r".repeat(1_000_001))).toThrow("has 1000001 lines");
    const wide = `${"n".repeat(100_000)}\n${"1\n".repeat(1_400)}`;
    expect(() => rows(wide)).toThrow("is larger than 134217728 bytes as JSON; ask for fewer rows or columns");
    expect(rows("a\r\n".repeat(1_000))).toHaveLength(999);
  });
});
