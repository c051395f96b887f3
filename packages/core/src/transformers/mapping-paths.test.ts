import { describe, expect, it } from "vitest";
import { mappingPaths, parseMapping } from "./mapping.js";

const pathsOf = (mapping: object) => mappingPaths(parseMapping({ value: { path: "v" }, ...mapping }));

describe("mappingPaths", () => {
  it("puts [] behind arrays and {} behind objects whose keys are data", () => {
    const time = { path: "at", format: "iso" };
    expect(pathsOf({ records: "data.items", time, series: { path: ["a.b", "name"] } })).toEqual({
      records: "data.items[]",
      value: ["data.items[].v"],
      time: ["data.items[].at"],
      series: ["data.items[].a.b.name"],
    });
    expect(
      pathsOf({ records: "rates", recordsAre: "values-of-object", value: { path: "" }, series: { path: "$key" } }),
    ).toEqual({ records: "rates{}", value: ["rates{}"], time: [], series: ["rates{}#key"] });
    expect(pathsOf({ records: "rates", recordsAre: "values-of-object", value: { path: "usd" } }).value).toEqual([
      "rates{}.usd",
    ]);
  });

  it("keeps the position of a tuple, and names cells by their column", () => {
    expect(pathsOf({ records: "prices", value: { path: "1" } }).value).toEqual(["prices[].1"]);
    expect(pathsOf({ records: "result.0.prices", value: { path: "quotes.0.close" } }).value).toEqual([
      "result[].prices[].quotes[].close",
    ]);
    expect(pathsOf({ records: "", value: { path: "1" } }).value).toEqual(["[].1"]);
    expect(pathsOf({ records: "rows", recordsAre: "rows", columns: "first-row" }).value).toEqual(["rows[].v"]);
  });

  it("goes into parallel arrays and nested records", () => {
    expect(pathsOf({ records: "hourly", recordsAre: "columns", value: { path: "load" } })).toMatchObject({
      records: "hourly",
      value: ["hourly.load[]"],
    });
    const within = [{ path: "shops", recordsAre: "values-of-object" }, { path: "days" }];
    expect(
      pathsOf({
        records: "regions",
        within,
        time: { year: "$root.period.year", month: "m" },
        series: { path: "$parentKey" },
        value: { path: "$grandparent.total" },
      }),
    ).toEqual({
      records: "regions[].shops{}.days[]",
      value: ["regions[].total"],
      time: ["period.year", "regions[].shops{}.days[].m"],
      series: ["regions[].shops{}#key"],
    });
  });

  it("names every line that stands beside others", () => {
    expect(pathsOf({ records: "d", value: { bySeries: { high: "h", low: "l", again: "h" } } })).toMatchObject({
      value: ["d[].h", "d[].l"],
      series: [],
    });
    expect(pathsOf({ records: "d", value: { bySeriesKeys: "rates" } })).toMatchObject({
      value: ["d[].rates{}"],
      series: ["d[].rates{}#key"],
    });
    expect(pathsOf({ records: "d", recordsAre: "columns", value: { bySeriesKeys: "" } }).value).toEqual(["d{}[]"]);
  });

  it("has no path for what the mapping itself says", () => {
    expect(pathsOf({ records: "d", value: "count", series: { constant: "open" } })).toEqual({
      records: "d[]",
      value: [],
      time: [],
      series: [],
    });
  });
});
