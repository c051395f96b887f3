import { describe, expect, it } from "vitest";
import { createLocalZone } from "./local-zone.js";
import { findColumns } from "../responses/find-columns.js";
import type { GenericPath } from "../responses/generic-path.js";
import { responseCells } from "../responses/response-cells.js";
import type { JsonValue } from "../../util/json.js";
import type { Filter, Reading, TimePath, ValueReading } from "./plan.js";
import { readGroups } from "./read-groups.js";

const context = { zone: createLocalZone("UTC", []), fetchedAtMs: Date.UTC(2026, 2, 8) };

function reader(body: JsonValue): (text: string) => GenericPath {
  const { columns, lists } = findColumns(body);
  return (text) => {
    const found = [...columns, ...lists].find(({ path }) => path.text === text);
    if (found === undefined) throw new Error(`There is no ${text}.`);
    return found.path;
  };
}

function timePath(path: GenericPath): TimePath {
  return { path, format: "iso", granularity: "day", isLocal: false, rounding: "floor" };
}

function read(
  body: JsonValue,
  reading: Pick<Reading, "value" | "time"> & Partial<Reading>,
): [string, string, number[]][] {
  const whole: Reading = {
    bucket: "own",
    bucketForm: "instant",
    orderedBy: null,
    series: { kind: "constant", text: "" },
    filters: [],
    ...reading,
  };
  return Array.from(readGroups(whole, responseCells(body), context).values(), ({ ms, series, values }) => [
    new Date(ms).toISOString().slice(0, 10),
    series,
    values,
  ]);
}

const orders = {
  data: [
    { day: "2026-03-01", n: "5", state: "paid", who: "a" },
    { day: "2026-03-01", n: "7", state: "open", who: "b" },
    { day: "2026-03-02", n: null, state: "paid", who: "a" },
    { day: null, n: "9", state: "paid", who: "c" },
  ],
};
const of = reader(orders);
const time = { kind: "path", time: timePath(of("data[].day")) } as const;
const number: ValueReading = { kind: "path", number: { path: of("data[].n"), style: "plain" } };

describe("readGroups", () => {
  it("collects the records of one time, and leaves out those without time or value", () => {
    expect(read(orders, { value: number, time })).toEqual([["2026-03-01", "", [5, 7]]]);
  });

  it("counts records, also those without a number", () => {
    expect(read(orders, { value: { kind: "count", list: of("data[]") }, time })).toEqual([
      ["2026-03-01", "", [1, 1]],
      ["2026-03-02", "", [1]],
    ]);
  });

  it("counts different texts once a point", () => {
    const value: ValueReading = { kind: "distinct", path: of("data[].who") };
    expect(read(orders, { value, time: { kind: "fetch" } })).toEqual([["2026-03-08", "", [1, 1, 1]]]);
  });

  it("keeps only the records that a condition keeps", () => {
    const filters: Filter[] = [{ path: of("data[].state"), test: { kind: "in", values: ["paid"] } }];
    expect(read(orders, { value: number, time, filters })).toEqual([["2026-03-01", "", [5]]]);
  });

  it("finds the time and name of an inner record outside of it", () => {
    const body = {
      on: "2026-03-05",
      lines: [
        { name: "x", points: [{ v: 1 }, { v: 2 }] },
        { name: "y", points: [{ v: 3 }] },
      ],
    };
    const find = reader(body);
    const groups = read(body, {
      value: { kind: "path", number: { path: find("lines[].points[].v"), style: "plain" } },
      time: { kind: "path", time: timePath(find("on")) },
      series: { kind: "path", paths: [find("lines[].name")], separator: "" },
    });
    expect(groups).toEqual([
      ["2026-03-05", "x", [1, 2]],
      ["2026-03-05", "y", [3]],
    ]);
  });

  it("reads the keys of an object as times, and its members as series", () => {
    const body = { "2026-03-01": { USD: 1, GBP: 2 }, "2026-03-02": { USD: 3, GBP: 4 } };
    const find = reader(body);
    const groups = read(body, {
      value: { kind: "path", number: { path: find("{}{}"), style: "plain" } },
      time: { kind: "path", time: timePath(find("{}#key")) },
      series: { kind: "path", paths: [find("{}{}#key")], separator: "" },
    });
    expect(groups).toContainEqual(["2026-03-02", "GBP", [4]]);
    expect(groups).toHaveLength(4);
  });

  it("joins columns side by side by their position", () => {
    const body = { days: ["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04"], level: [1, null, 3, 4] };
    const find = reader(body);
    const groups = read(body, {
      value: { kind: "path", number: { path: find("level[]"), style: "plain" } },
      time: { kind: "path", time: timePath(find("days[]")) },
    });
    expect(groups.map(([day, , values]) => [day, values])).toEqual([
      ["2026-03-01", [1]],
      ["2026-03-03", [3]],
      ["2026-03-04", [4]],
    ]);
  });
});
