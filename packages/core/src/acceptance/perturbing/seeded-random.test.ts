import { expect, it } from "vitest";
import { seededRandom, shuffled } from "./seeded-random.js";

it("the seed decides, and shuffling keeps every item", () => {
  const items = Array.from({ length: 20 }, (_, index) => index);
  expect(shuffled(items, 1)).toEqual(shuffled(items, 1));
  expect(shuffled(items, 1)).not.toEqual(shuffled(items, 2));
  expect(shuffled(items, 1).toSorted((a, b) => a - b)).toEqual(items);
  const random = seededRandom(5);
  const numbers = Array.from({ length: 1_000 }, random);
  expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
  expect(new Set(numbers).size).toBeGreaterThan(990);
});
