import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findNonJson } from "./find-non-json.js";

describe("findNonJson", () => {
  it.each([
    [{ list: [1, { at: new Date(0) }] }, "list.1.at", "a Date"],
    [{ map: new Map() }, "map", "a Map"],
    [{ bytes: new Uint8Array(2) }, "bytes", "a Uint8Array"],
    [[Number.NaN], "0", "NaN"],
    [{ count: 1n }, "count", "a bigint"],
    [() => 1, "", "a function"],
  ])("names the place of case %#", (value: unknown, path, found) => {
    expect(findNonJson(value)).toEqual({ path, found });
  });

  it("finds nothing in what JSON keeps, nor in members that are undefined", () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => findNonJson(value) === null));
    expect(findNonJson({ absent: undefined, nothing: null, bare: Object.create(null) })).toBeNull();
  });

  it("ends for cycles", () => {
    const cycle: Record<string, unknown> = {};
    cycle["self"] = cycle;
    expect(findNonJson(cycle)).toMatchObject({ found: "more than 100 levels" });
  });
});
