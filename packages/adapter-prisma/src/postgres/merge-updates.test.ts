import type { Write } from "@metricsmith/core/adapter";
import { describe, expect, it } from "vitest";
import { mergeUpdates } from "./merge-updates.js";

const update = (table: "runs" | "slots", id: string, set: object) => ({ operation: "update", table, id, set }) as Write;

describe("mergeUpdates", () => {
  it("gives one update per row, with what each column is in the end", () => {
    const writes = [
      update("runs", "a", { status: "running", completedSteps: 1 }),
      update("runs", "b", { status: "failed" }),
      update("runs", "a", { completedSteps: 2, errorCode: undefined, errorMessage: null }),
    ];
    expect(mergeUpdates(writes)).toEqual([
      update("runs", "a", { status: "running", completedSteps: 2, errorMessage: null }),
      update("runs", "b", { status: "failed" }),
    ]);
  });

  it("adds increments up", () => {
    const [first, second] = [update("runs", "a", { attempt: { increment: 2 } }), update("runs", "a", { attempt: 5 })];
    const third = update("runs", "a", { attempt: { increment: 1 } });
    expect(mergeUpdates([first, third])).toEqual([update("runs", "a", { attempt: { increment: 3 } })]);
    expect(mergeUpdates([second, third])).toEqual([update("runs", "a", { attempt: 6 })]);
    expect(mergeUpdates([first, second])).toEqual([update("runs", "a", { attempt: 5 })]);
  });

  it("takes an object in a JSON column for data", () => {
    const writes = [update("runs", "a", { result: 3 }), update("runs", "a", { result: { increment: 5 } })];
    expect(mergeUpdates(writes)).toEqual([update("runs", "a", { result: { increment: 5 } })]);
  });

  it("does not reach across a delete, nor merge where a unique key may be in the way", () => {
    const apart: Write[] = [
      update("runs", "a", { attempt: 1 }),
      { operation: "delete", table: "runs", id: "a" },
      update("runs", "a", { attempt: 2 }),
    ];
    const unique = [update("slots", "a", { scopeKey: "x" }), update("slots", "a", { scopeKey: "y" })];
    expect(mergeUpdates(apart)).toEqual(apart);
    expect(mergeUpdates(unique)).toEqual(unique);
  });
});
