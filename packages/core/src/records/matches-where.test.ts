import { describe, expect, it } from "vitest";
import { comparable, isEquality, matchesWhere } from "./matches-where.js";

const noon = new Date("2026-01-01T12:00:00Z");
const row = { id: "a", createdAt: noon, status: "\ue000", attempt: 2, leaseOwner: null, isEnabled: false };
const before = new Date(noon.getTime() - 1);

describe("matchesWhere", () => {
  it.each([
    ["no condition", {}],
    ["a column that is undefined", { attempt: undefined }],
    ["a text", { status: "\ue000" }],
    ["a number", { attempt: 2 }],
    ["a boolean", { isEnabled: false }],
    ["another Date of the same instant", { createdAt: new Date(noon) }],
    ["null", { leaseOwner: null }],
    ["one of several", { attempt: { in: [1, 2] }, createdAt: { in: [new Date(noon)] } }],
    ["bounds with the value on them", { attempt: { gte: 2, lte: 2 }, createdAt: { gte: noon, lte: noon } }],
    ["bounds around the value", { attempt: { gt: 1, lt: 3 }, createdAt: { gt: before } }],
    ["bounds that are undefined", { attempt: { gt: undefined, lt: 3 } }],
    ["bounds of texts by code point", { status: { gt: "z", lt: "\u{1f600}" } }],
  ])("holds for %s", (_what, where) => {
    expect(matchesWhere(row, where)).toBe(true);
  });

  it.each([
    ["another text", { status: "\ue001" }],
    ["a text for a number", { attempt: "2" }],
    ["a value where null is stored", { leaseOwner: "worker" }],
    ["null where a value is stored", { attempt: null }],
    ["none of several", { attempt: { in: [] } }],
    ["a value on an open bound", { attempt: { gt: 2 } }],
    ["a time on an open bound", { createdAt: { lt: noon } }],
    ["null within bounds", { leaseOwner: { gte: "", lt: "z" } }],
    ["null as one of several", { leaseOwner: { in: ["worker"] } }],
    ["one condition of two", { attempt: 2, id: "b" }],
  ])("does not hold for %s", (_what, where) => {
    expect(matchesWhere(row, where)).toBe(false);
  });
});

describe("isEquality", () => {
  it("tells values from bounds", () => {
    expect([null, "", 0, false, noon].every(isEquality)).toBe(true);
    expect([{ in: [] }, { lt: 1 }, {}].some(isEquality)).toBe(false);
  });
});

describe("comparable", () => {
  it("makes numbers of times and leaves the rest", () => {
    expect([noon, "a", 1, true, null].map(comparable)).toEqual([noon.getTime(), "a", 1, true, null]);
  });
});
