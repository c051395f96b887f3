import { describe, expect, it } from "vitest";
import type { Run } from "./run.js";
import { isProcessing } from "./run-progress.js";

const now = new Date("2026-01-01T00:00:00Z");
const later = new Date(now.getTime() + 1);

function run(status: Run["status"], leaseExpiresAt: Date | null): Run {
  return { status, leaseExpiresAt } as Run;
}

describe("isProcessing", () => {
  it.each(["validating", "running", "processing"] as const)(
    "is true for a %s run only while its lease is alive",
    (status) => {
      expect(isProcessing(run(status, later), now)).toBe(true);
      expect(isProcessing(run(status, now), now)).toBe(false);
      expect(isProcessing(run(status, null), now)).toBe(false);
    },
  );

  it.each(["pending", "completed", "failed", "cancelled"] as const)("is false for a %s run", (status) => {
    expect(isProcessing(run(status, later), now)).toBe(false);
  });
});
