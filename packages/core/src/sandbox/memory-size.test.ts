import { expect, it } from "vitest";
import { memorySizeFor } from "./memory-size.js";

const megabyte = 1024 * 1024;

it.each([
  [0, 64, 64],
  [1_000, 64, 80],
  [10 * megabyte, 64, 224],
  [25 * megabyte, 64, 464],
  [40 * megabyte, 64, 512],
])("gives an input of %i bytes with a limit of %i MB %i MB", (inputBytes, limit, expected) => {
  expect(memorySizeFor(inputBytes, limit * megabyte) / megabyte).toBe(expected);
});
