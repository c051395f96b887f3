import { describe, expect, it } from "vitest";
import { pointsOf, values } from "../../../test/mapping/evaluate-mapping.js";

const time = { path: "t", format: "date" };
const rowsOf = (mapping: object, response: unknown) =>
  pointsOf({ ...values, time, ...mapping }, response).map(({ timestamp, value }) => [timestamp, value]);

describe("parallel arrays", () => {
  const columns = { records: "hourly", recordsAre: "columns" };

  it("give one record for each position", () => {
    const hourly = { t: ["2026-03-01", "2026-03-02"], v: [1, 2], unit: "MW", unread: [1] };
    expect(rowsOf(columns, { hourly })).toEqual([
      ["2026-03-01", 1],
      ["2026-03-02", 2],
    ]);
    expect(rowsOf(columns, { hourly: { t: [], v: [] } })).toEqual([]);
    expect(rowsOf(columns, { hourly: { t: ["2026-03-01", "2026-03-02"], v: [null, 5] } })).toEqual([["2026-03-02", 5]]);
  });

  it("throw when those that are read differ in length, and name them", () => {
    expect(() => rowsOf(columns, { hourly: { t: ["2026-03-01"], v: [1, 2] } })).toThrow(
      'The columns at hourly differ in length: "t" has 1, "v" has 2',
    );
    const all = { ...columns, value: { bySeriesKeys: "", except: ["t"] } };
    expect(() => rowsOf(all, { hourly: { t: ["2026-03-01"], v: [1], w: [] } })).toThrow('"w" has 0');
  });

  it("throw when there are none", () => {
    expect(() => rowsOf(columns, { hourly: { t: "x" } })).toThrow(
      'The records at hourly should be parallel arrays but none is at "t", "v"',
    );
    expect(() => rowsOf(columns, { hourly: [] })).toThrow("The records at hourly should be an object but are []");
  });

  it("throw what the records lack when one of them is missing", () => {
    expect(() => rowsOf(columns, { hourly: { t: ["2026-03-01", "2026-03-02"], w: [1] } })).toThrow(
      'None of the 2 records has a value at "v". The first record has: t.',
    );
  });

  it("can be nested, and hold records of their own", () => {
    const nested = {
      records: "sites",
      within: { path: "data", recordsAre: "columns" },
      series: { path: "$parent.name" },
    };
    const sites = [{ name: "a", data: { t: ["2026-03-01"], v: [1] } }, { name: "b" }];
    expect(rowsOf(nested, { sites })).toEqual([["2026-03-01", 1]]);
    expect(() => rowsOf(nested, { sites: [{ data: { t: ["x"], v: [1, 2] } }] })).toThrow(
      'The columns at data of record 0 differ in length: "t" has 1, "v" has 2',
    );
    const holding = {
      records: "",
      recordsAre: "columns",
      within: { path: "list" },
      time: { ...time, path: "$parent.t" },
    };
    expect(rowsOf(holding, { t: ["2026-03-01"], list: [[{ v: 1 }, { v: 2 }]] })).toEqual([
      ["2026-03-01", 1],
      ["2026-03-01", 2],
    ]);
  });
});

describe("rows of cells", () => {
  const rows = { records: "rows", recordsAre: "rows", columns: { path: "fields" } };
  const cells = [
    ["2026-03-01", 1],
    ["2026-03-02", 2],
  ];

  it("have the names that stand elsewhere, as texts or in objects", () => {
    expect(rowsOf(rows, { fields: ["t", "v"], rows: cells })).toEqual(cells);
    const named = { ...rows, columns: { path: "schema.fields", name: "id.text" } };
    const fields = [{ id: { text: "t" } }, { id: { text: "v" } }];
    expect(rowsOf(named, { schema: { fields }, rows: cells })).toEqual(cells);
  });

  it("have the names of the first row", () => {
    expect(rowsOf({ recordsAre: "rows", columns: "first-row" }, [["t", "v"], ...cells])).toEqual(cells);
    expect(rowsOf({ recordsAre: "rows", columns: "first-row" }, [["t", "v"]])).toEqual([]);
  });

  it("are no new data when there are none, whatever their names", () => {
    expect(rowsOf(rows, { rows: [] })).toEqual([]);
    expect(rowsOf({ recordsAre: "rows", columns: "first-row" }, [])).toEqual([]);
  });

  it.each([
    [{ fields: ["t", "v"], rows: [["2026-03-01"]] }, 'Row 0 at rows has 1 cells for 2 columns: ["2026-03-01"]'],
    [{ fields: ["t"], rows: cells }, "Row 0 at rows has 2 cells for 1 columns"],
    [{ fields: ["t", "v"], rows: [null] }, "Row 0 at rows should be an array of cells but is null"],
    [{ rows: cells }, "The names of columns at fields should be an array but are missing"],
    [{ fields: ["t", { v: 1 }], rows: cells }, 'The name of column 1 at fields should be a text but is {"v":1}'],
    [{ fields: ["t", "v", "v"], rows: cells }, 'Two columns at fields are called "v"'],
    [{ fields: ["t", "v"], rows: {} }, "The records at rows should be an array but are {}"],
    [{ fields: ["t", "w"], rows: cells }, 'None of the 2 records has a value at "v". The first record has: t, w.'],
  ])("throw for %j", (response, message) => {
    expect(() => rowsOf(rows, response)).toThrow(message);
  });

  it("may have two columns of one name when it is not read", () => {
    const response = { fields: ["t", "note", "note", "v"], rows: [["2026-03-01", "x", "y", 1]] };
    expect(rowsOf(rows, response)).toEqual([["2026-03-01", 1]]);
  });

  it("can be nested, with their names in the outer record or in the response", () => {
    const within = { path: "values", recordsAre: "rows", columns: { path: "$parent.columns" } };
    const mapping = { records: "results", within };
    expect(rowsOf(mapping, { results: [{ columns: ["t", "v"], values: cells }] })).toEqual(cells);
    const shared = { records: "results", within: { ...within, columns: { path: "columns" } } };
    expect(rowsOf(shared, { columns: ["t", "v"], results: [{ values: cells }] })).toEqual(cells);
  });
});
