import { describe, expect, it } from "vitest";
import type { JsonValue } from "../../util/json.js";
import { findColumns } from "../responses/find-columns.js";
import type { Influence } from "./find-influence.js";
import { makeSituations } from "./make-situations.js";

const body = {
  data: [
    { day: "2026-03-01", n: 5, id: "a" },
    { day: "2026-03-02", n: 7, id: "b" },
    { day: "2026-03-03", n: 6, id: "c" },
    { day: "2026-03-04", n: 8, id: "d" },
  ],
};
const structure = findColumns(body);
const effects = { values: false, times: false, series: false, count: false };
const influence: Influence = {
  columns: structure.columns.map((column) => ({
    column,
    effects: { ...effects, values: column.path.text === "data[].n", times: column.path.text === "data[].day" },
  })),
  lists: structure.lists,
  unknown: [],
  trials: [],
};
const situations = makeSituations({ body, structure, influence, seed: 1 });
type Row = { day?: string; n?: number; id: string };
const rowsOf = (name: string): Row[] => {
  const situation = situations.find((candidate) => candidate.name.split(" ")[0] === name);
  if (situation === undefined) throw new Error(`There is no situation "${name}".`);
  return (situation.body as unknown as { data: Row[] }).data;
};

describe("makeSituations", () => {
  it("changes nothing but what a situation is about", () => {
    for (const name of ["other-values", "negative-values", "fractions", "zeros", "large-values"]) {
      const rows = rowsOf(name);
      expect(rows.map(({ day, id }) => [day, id])).toEqual(body.data.map(({ day, id }) => [day, id]));
      expect(rows.map(({ n }) => n)).not.toEqual(body.data.map(({ n }) => n));
    }
    expect(rowsOf("negative-values").every(({ n }) => (n ?? 0) < 0)).toBe(true);
    expect(rowsOf("zeros").filter(({ n }) => n === 0).length).toBeGreaterThan(0);
  });

  it("takes a value away, and a time", () => {
    expect(rowsOf("missing-value").filter(({ n }) => n === undefined).length).toBeGreaterThan(0);
    expect(rowsOf("missing-value").every(({ day }) => day !== undefined)).toBe(true);
    expect(rowsOf("missing-time").filter(({ day }) => day === undefined).length).toBeGreaterThan(0);
  });

  it("orders records otherwise, leaves some out, and has two of one time", () => {
    expect(rowsOf("reversed").map(({ id }) => id)).toEqual(["d", "c", "b", "a"]);
    expect(rowsOf("without-first").map(({ id }) => id)).toEqual(["b", "c", "d"]);
    expect(rowsOf("without-last").map(({ id }) => id)).toEqual(["a", "b", "c"]);
    const [first, second] = rowsOf("two-alike");
    expect(first?.day).toBe(second?.day);
    expect(first?.n).not.toBe(second?.n);
  });

  it("has many more records, each with a time of its own that follows", () => {
    const days = rowsOf("many").map(({ day }) => day ?? "");
    expect(days.length).toBeGreaterThan(100);
    expect(new Set(days).size).toBe(days.length);
    expect(days).toEqual(days.toSorted());
  });

  it("is the same for the same seed", () => {
    const again = makeSituations({ body, structure, influence, seed: 1 });
    expect(again.map(({ body }): JsonValue => body)).toEqual(situations.map(({ body }): JsonValue => body));
  });
});
