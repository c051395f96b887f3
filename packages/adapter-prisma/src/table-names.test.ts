import { MetricsmithError } from "@metricsmith/core/adapter";
import { describe, expect, it } from "vitest";
import { resolveTableNames, type RuntimeModels, tableSources } from "./table-names.js";

const runtimeModels: RuntimeModels = Object.fromEntries(
  Object.values(tableSources).map(({ model, table }) => [model, { dbName: table, schema: null }]),
);
const none = { models: {}, tables: {} };

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (MetricsmithError.isInstance(error)) return `${error.code}: ${error.message}`;
  }
  return "no error";
}

describe("resolveTableNames", () => {
  it("are those of the schema file when the client tells nothing", () => {
    const names = resolveTableNames({ runtimeModels: undefined, ...none });
    expect([names.runs, names.dataPoints]).toEqual([`"metricsmith_runs"`, `"metricsmith_data_points"`]);
  });

  it("are those that the client maps its models to, with their schema", () => {
    const mapped = {
      ...runtimeModels,
      MetricsmithRun: { dbName: "jobs", schema: "app" },
      MetricsmithSlot: { dbName: null, schema: null },
    };
    const names = resolveTableNames({ runtimeModels: mapped, ...none });
    expect([names.runs, names.slots, names.metrics]).toEqual([
      `"app"."jobs"`,
      `"MetricsmithSlot"`,
      `"metricsmith_metrics"`,
    ]);
  });

  it("follow `models` to the model of that name", () => {
    const { MetricsmithRun: run, ...others } = runtimeModels;
    const renamed = { ...others, AppRun: run };
    const names = resolveTableNames({ runtimeModels: renamed, models: { MetricsmithRun: "AppRun" }, tables: {} });
    expect(names.runs).toBe(`"metricsmith_runs"`);
  });

  it("are what `tables` says before anything else", () => {
    const tables = { MetricsmithRun: "app.jobs", MetricsmithSlot: `a"b` };
    for (const known of [undefined, runtimeModels]) {
      const names = resolveTableNames({ runtimeModels: known, models: {}, tables });
      expect([names.runs, names.slots]).toEqual([`"app"."jobs"`, `"a""b"`]);
    }
  });

  it("a model that the client lacks: STORAGE_SCHEMA_MISSING, which names it", () => {
    const { MetricsmithRun: _run, ...others } = runtimeModels;
    const missing = codeOf(() => resolveTableNames({ runtimeModels: others, ...none }));
    expect(missing).toMatch(/^STORAGE_SCHEMA_MISSING: .*MetricsmithRun/);
    const models = { MetricsmithRun: "AppRun" };
    expect(codeOf(() => resolveTableNames({ runtimeModels, models, tables: {} }))).toMatch(/AppRun/);
  });

  it("a renamed model whose table nobody tells: OPTION_INVALID", () => {
    const input = { runtimeModels: undefined, models: { MetricsmithRun: "AppRun" }, tables: {} };
    expect(codeOf(() => resolveTableNames(input))).toMatch(/^OPTION_INVALID: .*`tables`/);
  });

  it("a key that is no model, or a name that is none: OPTION_INVALID, which names it", () => {
    for (const names of [{ Runs: "x" }, { MetricsmithRun: "" }, { MetricsmithRun: "app." }]) {
      expect(codeOf(() => resolveTableNames({ runtimeModels, models: names, tables: {} }))).toMatch(
        /^OPTION_INVALID: `models/,
      );
      expect(codeOf(() => resolveTableNames({ runtimeModels, models: {}, tables: names }))).toMatch(
        /^OPTION_INVALID: `tables/,
      );
    }
  });
});
