import { describe, expect, it } from "vitest";
import { assertFence, assertQuestions } from "./storage-errors.js";

describe("assertFence", () => {
  const fence = { runId: "run", attempt: 2 };
  const lost = expect.objectContaining({ code: "RUN_LEASE_LOST", details: { runId: "run", attempt: 2 } });

  it("holds for a run at this attempt that is not final", () => {
    for (const status of ["pending", "validating", "running", "processing"] as const) {
      expect(() => assertFence({ attempt: 2, status }, fence)).not.toThrow();
    }
  });

  it("is lost when the run is absent, final or at another attempt", () => {
    for (const run of [
      null,
      undefined,
      { attempt: 1, status: "running" },
      { attempt: 3, status: "running" },
      { attempt: 2, status: "completed" },
      { attempt: 2, status: "failed" },
      { attempt: 2, status: "cancelled" },
    ] as const) {
      expect(() => assertFence(run, fence)).toThrow(lost);
    }
  });
});

describe("assertQuestions", () => {
  const questions = (count: number, limit = 1): { limit: number }[] => Array.from({ length: count }, () => ({ limit }));
  const invalid = expect.objectContaining({ code: "STORAGE_INVALID" });

  it("takes none to 20 questions for 1 to 1,000 rows each", () => {
    for (const asked of [[], questions(20, 1), questions(20, 1_000)])
      expect(() => assertQuestions(asked)).not.toThrow();
  });

  it("refuses 21 questions, and one whose limit is out of bounds", () => {
    for (const asked of [
      questions(21),
      [...questions(1), ...questions(1, 0)],
      questions(1, 1_001),
      questions(1, 1.5),
    ]) {
      expect(() => assertQuestions(asked)).toThrow(invalid);
    }
  });
});
