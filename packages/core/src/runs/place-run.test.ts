import { describe, expect, it } from "vitest";
import { type MetricRuns, placeRun, releaseRun } from "./place-run.js";
import type { Run } from "./run.js";

const idle: MetricRuns = { id: "metric", activeRunId: null, pendingRunId: null, refreshStatus: null };

function run(id: string, status: Run["status"] = "pending"): Run {
  return { id, status, pipeline: id.split("-")[0] } as Run;
}

function place(metric: MetricRuns, runs: { active?: Run; pending?: Run }) {
  const { active = null, pending = null } = runs;
  return placeRun({ metric, runId: "soft-9", active, pending, doesSameWork: (other) => other.pipeline === "soft" });
}

describe("placeRun", () => {
  it("starts on an idle metric", () => {
    expect(place(idle, {})).toEqual({
      place: "active",
      metric: { ...idle, activeRunId: "soft-9", refreshStatus: "pending" },
    });
  });

  it("takes the place of an active run whose row is gone", () => {
    expect(place({ ...idle, activeRunId: "gone" }, {})).toMatchObject({
      place: "active",
      metric: { activeRunId: "soft-9" },
    });
  });

  it("joins a run of its pipeline that has not started, whether active or pending", () => {
    expect(place({ ...idle, activeRunId: "soft-1" }, { active: run("soft-1") })).toEqual({
      place: "joined",
      runId: "soft-1",
    });
    expect(
      place(
        { ...idle, activeRunId: "hard-1", pendingRunId: "soft-2" },
        { active: run("hard-1", "processing"), pending: run("soft-2") },
      ),
    ).toEqual({
      place: "joined",
      runId: "soft-2",
    });
  });

  it.each(["validating", "running", "processing"] as const)(
    "waits behind a run that is %s, which may have read the API already",
    (status) => {
      const metric: MetricRuns = { ...idle, activeRunId: "soft-1", refreshStatus: "processing" };
      expect(place(metric, { active: run("soft-1", status) })).toEqual({
        place: "pending",
        metric: { ...metric, pendingRunId: "soft-9" },
      });
    },
  );

  it("waits behind another pipeline that has not started", () => {
    expect(place({ ...idle, activeRunId: "hard-1" }, { active: run("hard-1") })).toMatchObject({ place: "pending" });
  });

  it("is refused while another pipeline waits", () => {
    const runs = { active: run("soft-1", "processing"), pending: run("hard-2") };
    expect(place({ ...idle, activeRunId: "soft-1", pendingRunId: "hard-2" }, runs)).toEqual({
      place: "busy",
      runId: "hard-2",
    });
  });
});

describe("releaseRun", () => {
  it("lets the waiting run become active", () => {
    const metric: MetricRuns = { ...idle, activeRunId: "a", pendingRunId: "b", refreshStatus: "processing" };
    expect(releaseRun(metric)).toEqual({ ...idle, activeRunId: "b", refreshStatus: "pending" });
  });

  it("leaves the metric idle when none waits", () => {
    expect(releaseRun({ ...idle, activeRunId: "a", refreshStatus: "processing" })).toEqual(idle);
  });
});
