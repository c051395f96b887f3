import { describe, expect, it } from "vitest";
import type { JsonValue } from "../../util/json.js";
import { findColumns, type StructureStyle } from "./find-columns.js";

const textsOf = (body: JsonValue, style?: StructureStyle): string[] =>
  findColumns(body, style).columns.map(({ path }) => path.text);

describe("findColumns", () => {
  it("keeps where each value stands", () => {
    const { columns } = findColumns({ days: { "2026-03-01": { n: 1 }, "2026-03-02": { n: 2 } } });
    expect(columns.map(({ path, cells }) => [path.text, cells.map(({ address, value }) => [address, value])])).toEqual([
      [
        "days{}#key",
        [
          [["2026-03-01"], "2026-03-01"],
          [["2026-03-02"], "2026-03-02"],
        ],
      ],
      [
        "days{}.n",
        [
          [["2026-03-01"], 1],
          [["2026-03-02"], 2],
        ],
      ],
    ]);
  });

  it("takes the names of columns from a header row, which is no record", () => {
    const { columns, lists } = findColumns([
      ["day", "visits"],
      ["2026-03-01", 5],
      ["2026-03-02", 7],
    ]);
    expect(lists[0]).toMatchObject({ hasHeader: true });
    expect(columns.map(({ header, cells }) => [header, cells.length])).toEqual([
      ["day", 2],
      ["visits", 2],
    ]);
  });

  it("sees alike members as records or as parts, as the style says", () => {
    const body = { a: { n: 1, at: 2 }, b: { n: 3, at: 4 }, c: { n: 5, at: 6 } };
    expect(textsOf(body)).toEqual(["{}#key", "{}.n", "{}.at"]);
    expect(textsOf(body, "parts")).toEqual(["a.n", "a.at", "b.n", "b.at", "c.n", "c.at"]);
    const two = { a: body.a, b: body.b };
    expect(textsOf(two)).toEqual(["a.n", "a.at", "b.n", "b.at"]);
    expect(textsOf(two, "records")).toEqual(["{}#key", "{}.n", "{}.at"]);
  });

  it("sees short arrays of one length as parts where the style says so", () => {
    const rows = [{ metrics: [{ value: "1" }, { value: "2" }] }, { metrics: [{ value: "3" }, { value: "4" }] }];
    expect(textsOf({ rows })).toEqual(["rows[].metrics[].value"]);
    expect(textsOf({ rows }, "parts")).toEqual(["rows[].metrics.0.value", "rows[].metrics.1.value"]);
  });
});
