import { describe, expect, it } from "vitest";
import { SharedValues } from "./shared-values.js";

describe("SharedValues", () => {
  it("keeps equal values once", () => {
    const values = new SharedValues<string>();
    expect(values.retain("a", "a")).toBe(values.retain("a", "a"));
    expect(values.retain("b", "b")).not.toBe(values.find("a"));
  });

  it("keeps a value as long as something refers to it", () => {
    const values = new SharedValues<string>();
    const slot = values.retain("a", "a");
    values.retain("a", "a");
    values.release(slot);
    expect(values.get(slot)).toBe("a");
    values.release(slot);
    expect(values.find("a")).toBeUndefined();
  });

  it("uses a freed slot again", () => {
    const values = new SharedValues<string>();
    const slot = values.retain("a", "a");
    values.release(slot);
    expect(values.retain("b", "b")).toBe(slot);
    expect(values.get(slot)).toBe("b");
  });
});
