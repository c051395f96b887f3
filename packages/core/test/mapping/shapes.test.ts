import { afterAll, describe, expect, it } from "vitest";
import { createQuickJsSandbox } from "../../src/sandbox/create-quickjs-sandbox.js";
import { mapInSandbox } from "./sandbox-execution.js";

const sandbox = createQuickJsSandbox();
afterAll(() => sandbox.close());

async function rows(mapping: unknown, body: unknown): Promise<[string, string, number][]> {
  const points = await mapInSandbox(sandbox, { mapping, body });
  return points.map(({ timestamp, series, value }) => [timestamp.toISOString(), series, value]);
}

describe("shapes of responses in the sandbox", () => {
  it("parallel arrays, as weather services send them", async () => {
    const mapping = {
      records: "hourly",
      recordsAre: "columns",
      time: { path: "time", format: "iso", zone: "UTC" },
      value: { bySeries: { air: "temperature_2m", soil: "soil_temperature" } },
    };
    const hourly = {
      time: ["2026-03-01T00:00", "2026-03-01T01:00"],
      temperature_2m: [4.5, null],
      soil_temperature: [7, 6.5],
    };
    expect(await rows(mapping, { hourly_units: { time: "iso8601" }, hourly })).toEqual([
      ["2026-03-01T00:00:00.000Z", "air", 4.5],
      ["2026-03-01T00:00:00.000Z", "soil", 7],
      ["2026-03-01T01:00:00.000Z", "soil", 6.5],
    ]);
  });

  it("rows below their columns in each of several series, as time series databases send them", async () => {
    const mapping = {
      records: "results.0.series",
      within: { path: "values", recordsAre: "rows", columns: { path: "$parent.columns" } },
      time: { path: "time", format: "epoch-ns" },
      value: { path: "mean" },
      series: { path: "$parent.tags.host" },
    };
    const series = ["a", "b"].map((host, index) => ({
      tags: { host },
      columns: ["time", "mean"],
      values: [["1700000000000000000", index]],
    }));
    expect(await rows(mapping, { results: [{ series }] })).toEqual([
      ["2023-11-14T22:13:20.000Z", "a", 0],
      ["2023-11-14T22:13:20.000Z", "b", 1],
    ]);
  });

  it("rates by date and currency, as central banks send them", async () => {
    const mapping = {
      records: "rates",
      recordsAre: "values-of-object",
      time: { path: "$key", format: "date" },
      value: { bySeriesKeys: "" },
      missing: ["N/A"],
    };
    expect(
      await rows(mapping, { rates: { "2026-03-02": { USD: 1.08, GBP: "N/A" }, "2026-03-03": { USD: 1.09 } } }),
    ).toEqual([
      ["2026-03-02T00:00:00.000Z", "USD", 1.08],
      ["2026-03-03T00:00:00.000Z", "USD", 1.09],
    ]);
  });

  it("reads keys that every object inherits only where the data has them, in every shape", async () => {
    const body = JSON.parse(
      `{ "__proto__": { "constructor": ["2026-03-01"], "toString": [1], "length": [null] },
         "valueOf": [["__proto__", "hasOwnProperty"], ["2026-03-02", 2]] }`,
    ) as unknown;
    const columns = {
      records: ["__proto__"],
      recordsAre: "columns",
      time: { path: "constructor", format: "date" },
      value: { bySeries: { constructor: "toString", length: "length", valueOf: "valueOf" } },
    };
    expect(await rows(columns, body)).toEqual([["2026-03-01T00:00:00.000Z", "constructor", 1]]);
    const table = {
      records: "valueOf",
      recordsAre: "rows",
      columns: "first-row",
      time: { path: ["__proto__"], format: "date" },
      value: { path: "hasOwnProperty" },
    };
    expect(await rows(table, body)).toEqual([["2026-03-02T00:00:00.000Z", "", 2]]);
    const nested = { ...table, records: "", recordsAre: "object", columns: undefined };
    const within = { path: "toString", recordsAre: "values-of-object" };
    await expect(rows({ ...nested, within }, body)).rejects.toMatchObject({ code: "TRANSFORM_EMPTY" });
  });

  it("reads a large response of columns within the sandbox's limits", async () => {
    const length = 20_000;
    const first = Date.parse("2000-01-01T00:00:00Z");
    const time = Array.from({ length }, (_, index) => first + index * 60_000);
    const mapping = {
      records: "",
      recordsAre: "columns",
      time: { path: "time", format: "epoch-ms" },
      value: { path: "load" },
    };
    expect(await rows(mapping, { time, load: time.map((_, index) => index) })).toHaveLength(length);
  });
});
