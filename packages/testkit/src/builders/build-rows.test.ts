import { tables } from "@metricsmith/core/adapter";
import { describe, expect, it } from "vitest";
import {
  buildChart,
  buildCounter,
  buildMetric,
  buildPayload,
  buildRun,
  buildSlot,
  buildStepLog,
  buildTransformer,
  buildUsageEntry,
} from "./build-rows.js";

const builders = {
  metrics: buildMetric,
  payloads: buildPayload,
  transformers: buildTransformer,
  slots: buildSlot,
  charts: buildChart,
  runs: buildRun,
  stepLogs: buildStepLog,
  counters: buildCounter,
  usageEntries: buildUsageEntry,
};

describe("row builders", () => {
  it("there is one for every table", () => {
    expect(Object.keys(builders).toSorted()).toEqual(Object.keys(tables).toSorted());
  });

  for (const [table, build] of Object.entries(builders)) {
    it(`${build.name} gives a row that the schema of ${table} takes whole`, () => {
      const row = build();
      expect(tables[table as keyof typeof tables].schema.parse(row)).toEqual(row);
    });

    it(`${build.name} gives another id each time, and the overrides`, () => {
      expect(build().id).not.toBe(build().id);
      const overrides = { id: "mine", createdAt: new Date(0) };
      expect(build(overrides)).toMatchObject(overrides);
    });
  }
});
