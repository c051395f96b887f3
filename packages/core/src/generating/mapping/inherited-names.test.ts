import { describe, expect, it } from "vitest";
import { inheritedNames } from "./inherited-names.js";

describe("inheritedNames", () => {
  it("holds every name that a JSON value inherits in this engine", () => {
    const prototypes = [Object.prototype, Array.prototype, String.prototype, Number.prototype, Boolean.prototype];
    const names = prototypes.flatMap((prototype) => Object.getOwnPropertyNames(prototype));
    expect(names.filter((name) => !inheritedNames.has(name))).toEqual([]);
  });
});
