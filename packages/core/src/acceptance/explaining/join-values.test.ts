import { expect, it } from "vitest";
import { joinValues } from "./join-values.js";
import type { Aggregation } from "./plan.js";

it.each<[Aggregation, number | null]>([
  ["only", null],
  ["sum", 15],
  ["avg", 5],
  ["min", 2],
  ["max", 9],
  ["first", 4],
  ["last", 9],
  ["earliest", 9],
  ["latest", 2],
])("%s", (aggregation, expected) => {
  const group = { series: "", ms: 0, values: [4, 2, 9], instants: [20, 30, 10], addresses: [[0], [1], [2]] };
  expect(joinValues(group, aggregation)).toBe(expected);
});
