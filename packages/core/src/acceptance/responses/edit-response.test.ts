import { describe, expect, it } from "vitest";
import type { JsonValue } from "../../util/json.js";
import { editKeys, editRecords, editValues } from "./edit-response.js";
import { findColumns } from "./find-columns.js";
import type { GenericPath } from "./generic-path.js";

function pathIn(body: JsonValue, text: string): GenericPath {
  const { columns, lists } = findColumns(body);
  const found = [...columns, ...lists].find(({ path }) => path.text === text);
  if (found === undefined) throw new Error(`There is no ${text}.`);
  return found.path;
}

describe("editValues", () => {
  it("replaces and takes away, and leaves the original alone", () => {
    const body = { data: [{ a: 1, b: 2 }, { b: 3 }, { a: 4, b: 5 }] };
    const path = pathIn(body, "data[].a");
    expect(editValues(body, path, (value) => Number(value) * 10)).toEqual({
      data: [{ a: 10, b: 2 }, { b: 3 }, { a: 40, b: 5 }],
    });
    expect(editValues(body, path, (value, [index]) => (index === 2 ? undefined : value))).toEqual({
      data: [{ a: 1, b: 2 }, { b: 3 }, { b: 5 }],
    });
    expect(body.data[0]).toEqual({ a: 1, b: 2 });
  });

  it("ends a row before the cell that is taken away", () => {
    const body = [
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
    ];
    expect(editValues(body, pathIn(body, "[].1"), (value, [index]) => (index === 1 ? undefined : value))).toEqual([
      [1, 2, 3],
      [4],
      [7, 8, 9],
    ]);
  });

  it("keeps keys that objects inherit apart from their own", () => {
    const body = JSON.parse('[{"__proto__":1},{"__proto__":2}]') as JsonValue;
    const edited = editValues(body, pathIn(body, "[].__proto__"), (value) => Number(value) + 1);
    expect(JSON.stringify(edited)).toBe('[{"__proto__":2},{"__proto__":3}]');
  });
});

it("editKeys renames keys, unless two would become one", () => {
  const body = { days: { "2026-03-01": 1, "2026-03-02": 2 } };
  const path = pathIn(body, "days{}#key");
  expect(editKeys(body, path, (key) => key.replace("2026", "2027"))).toEqual({
    days: { "2027-03-01": 1, "2027-03-02": 2 },
  });
  expect(editKeys(body, path, () => "same")).toEqual(body);
});

describe("editRecords", () => {
  it("keeps lists side by side aligned", () => {
    const body = { time: ["a", "b", "c", "d"], level: [1, null, 3, 4] };
    const lists = [pathIn(body, "time[]"), pathIn(body, "level[]")];
    expect(editRecords(body, lists, () => [2, 0, 0])).toEqual({ time: ["c", "a", "a"], level: [3, 1, 1] });
  });

  it("keeps rows whole, and names the copies of members", () => {
    const rows = [
      ["a", 1],
      ["b", 2],
      ["c", 3],
    ];
    expect(editRecords(rows, [pathIn(rows, "[]")], () => [1])).toEqual([["b", 2]]);
    const days = { "2026-03-01": 1, "2026-03-02": 2 };
    expect(
      editRecords(
        days,
        [pathIn(days, "{}")],
        () => [0, 0],
        (key, copy) => `${key}+${copy}`,
      ),
    ).toEqual({
      "2026-03-01+0": 1,
      "2026-03-01+1": 1,
    });
  });
});
