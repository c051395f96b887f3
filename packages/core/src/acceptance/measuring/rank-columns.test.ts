import { expect, it } from "vitest";
import type { JsonValue } from "../../util/json.js";
import { findColumns, type StructureStyle } from "../responses/find-columns.js";
import { rankColumns } from "./rank-columns.js";

function meant(text: string, body: JsonValue, style?: StructureStyle): string | undefined {
  const structure = findColumns(body, style);
  return rankColumns(text, structure.columns, structure).ranked[0]?.path;
}

it("positions count by the names of a header row", () => {
  const body = [
    ["day", "page views", "bounces"],
    ["2026-03-01", 5, 1],
    ["2026-03-02", 7, 2],
  ];
  expect(meant("bounces", body)).toBe("[].2");
  expect(meant("page views", body)).toBe("[].1");
});

it("positions count by a list of names beside the rows", () => {
  const rows = [
    [1, 2, 3],
    [4, 5, 6],
    [7, 8, 9],
  ];
  expect(meant("load", { columns: ["time", "load", "memory"], values: rows })).toBe("values[].1");
});

it("positions count by the names of headers elsewhere", () => {
  const body = {
    metricHeaders: [{ name: "sessions" }, { name: "users" }],
    rows: [{ metricValues: [{ value: "1" }, { value: "2" }] }, { metricValues: [{ value: "3" }, { value: "4" }] }],
  };
  expect(meant("users", body, "parts")).toBe("rows[].metricValues.1.value");
});

it("a path that is written out is itself", () => {
  expect(
    meant("1", [
      ["2026-03-01", 5],
      ["2026-03-02", 7],
    ]),
  ).toBe("[].1");
});
