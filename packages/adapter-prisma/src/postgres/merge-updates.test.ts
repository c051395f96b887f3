import type { Write } from "@metricsmith/core/adapter";
import { describe, expect, it } from "vitest";
import { admitWrites } from "./commit-writes.js";
import { mergeUpdates } from "./merge-updates.js";

const update = (table: "runs" | "slots", id: string, set: object) => ({ operation: "update", table, id, set }) as Write;

/** That the first writes become the second ones. */
function expectMerged(writes: readonly Write[], merged: readonly Write[]): void {
  expect(mergeUpdates(admitWrites(writes))).toEqual(admitWrites(merged));
}

describe("mergeUpdates", () => {
  it("gives one update per row, with what each column is in the end", () => {
    const writes = [
      update("runs", "a", { status: "running", completedSteps: 1 }),
      update("runs", "b", { status: "failed" }),
      update("runs", "a", { completedSteps: 2, errorCode: undefined, errorMessage: null }),
      update("runs", "a", { errorMessage: "x" }),
    ];
    expectMerged(writes, [
      update("runs", "a", { status: "running", completedSteps: 2, errorMessage: "x" }),
      update("runs", "b", { status: "failed" }),
    ]);
  });

  it("adds increments up", () => {
    const [first, second] = [update("runs", "a", { attempt: { increment: 2 } }), update("runs", "a", { attempt: 5 })];
    const third = update("runs", "a", { attempt: { increment: 1 } });
    expectMerged([first, third], [update("runs", "a", { attempt: { increment: 3 } })]);
    expectMerged([second, third], [update("runs", "a", { attempt: 6 })]);
    expectMerged([first, second], [second]);
    expectMerged([update("runs", "a", {}), third], [third]);
  });

  it("takes an object in a JSON column for data", () => {
    const last = update("runs", "a", { result: { increment: 5 } });
    expectMerged([update("runs", "a", { result: 3 }), last], [last]);
  });

  it("does not reach across a delete, which may take the row with it", () => {
    for (const gone of [
      { operation: "delete", table: "runs", id: "a" },
      { operation: "delete", table: "metrics", id: "parent" },
    ] as const) {
      const apart = [update("runs", "a", { attempt: 1 }), gone, update("runs", "a", { attempt: 2 })];
      expectMerged(apart, apart);
    }
  });

  it("does not merge where a unique key may be in the way", () => {
    const apart = [update("slots", "a", { scopeKey: "x" }), update("slots", "a", { scopeKey: "y" })];
    expectMerged(apart, apart);
  });
});
