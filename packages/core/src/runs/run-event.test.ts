import { describe, expect, it } from "vitest";
import type { Run } from "./run.js";
import { countDoneSteps, runEvents } from "./run-event.js";
import type { StepLog } from "./step-log.js";

const at = new Date("2026-01-01T00:00:00Z");
const names = ["one", "two", "three"];

function run(changes: Partial<Run>): Run {
  const currentStep = { step: "one", displayName: "One" };
  return {
    id: "run",
    organizationId: "o",
    metricId: null,
    pipeline: "p",
    status: "pending",
    totalSteps: 3,
    completedSteps: 0,
    startedAt: null,
    updatedAt: at,
    completedAt: null,
    currentStep,
    errorCode: null,
    errorMessage: null,
    ...changes,
  } as Run;
}

function logs(...entries: readonly (readonly [step: string, status: StepLog["status"]])[]): StepLog[] {
  return entries.map(
    ([step, status]) =>
      ({
        step,
        displayName: step,
        status,
        durationMs: 1,
        completedAt: at,
        error: status === "failed" ? { code: "STEP_FAILED", message: "no" } : null,
      }) as StepLog,
  );
}

describe("runEvents", () => {
  it("has none before the run starts", () => {
    expect(runEvents(run({}), [])).toEqual([]);
  });

  it("only ever adds events, so that a watcher may go on where it was", () => {
    const done = logs(["one", "completed"], ["two", "skipped"], ["three", "completed"]);
    const whole = runEvents(
      run({ status: "completed", startedAt: at, completedSteps: 3, currentStep: null, completedAt: at }),
      done,
    );
    for (let count = 0; count < done.length; count++) {
      const next = names[count];
      const currentStep = next === undefined ? null : { step: next, displayName: count === 0 ? "one" : next };
      const events = runEvents(
        run({ status: "processing", startedAt: at, completedSteps: count, currentStep }),
        done.slice(0, count),
      );
      expect(events).toEqual(whole.slice(0, count + 1));
    }
    expect(whole.map(({ type, index }) => `${index} ${type}`)).toEqual([
      "0 run-start",
      "1 step-end",
      "2 step-skip",
      "3 step-end",
      "4 run-end",
    ]);
    expect(whole.map(({ ratio }) => ratio)).toEqual([0, 1 / 3, 2 / 3, 1, 1]);
  });

  it("tells of a failed step and the failed run, with the error and without more progress", () => {
    const failed = run({
      status: "failed",
      startedAt: at,
      completedSteps: 1,
      currentStep: null,
      errorCode: "STEP_FAILED",
      errorMessage: "two: no",
    });
    const events = runEvents(failed, logs(["one", "completed"], ["two", "failed"]));
    expect(events.map(({ type }) => type)).toEqual(["run-start", "step-end", "step-error", "run-error"]);
    expect(events.map(({ ratio }) => ratio)).toEqual([0, 1 / 3, 1 / 3, 1 / 3]);
    expect(events.at(-1)?.error).toEqual({ code: "STEP_FAILED", message: "two: no" });
  });

  it("tells of a run that ended before it started", () => {
    const events = runEvents(
      run({ status: "cancelled", currentStep: null, errorCode: "RUN_CANCELLED", completedAt: at }),
      [],
    );
    expect(events.map(({ type, index }) => `${index} ${type}`)).toEqual(["0 run-cancel"]);
  });
});

describe("countDoneSteps", () => {
  it("counts completed and skipped steps", () => {
    expect(countDoneSteps([])).toBe(0);
    expect(countDoneSteps(logs(["one", "completed"], ["two", "skipped"], ["three", "failed"]))).toBe(2);
  });

  it("counts from the last time that the first step began", () => {
    expect(countDoneSteps(logs(["one", "completed"], ["two", "completed"], ["one", "completed"]))).toBe(1);
  });
});
