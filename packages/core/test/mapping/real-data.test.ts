import { readFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { createQuickJsSandbox } from "../../src/sandbox/create-quickjs-sandbox.js";
import { fetchedAt, mapInSandbox } from "./sandbox-execution.js";

const sandbox = createQuickJsSandbox();
afterAll(() => sandbox.close());

const fixture = (name: string): string => readFileSync(new URL(`__fixtures__/${name}`, import.meta.url), "utf8");
const githubExamples = JSON.parse(fixture("github.json")) as { path: string; response: unknown }[];

/** Points as short rows: time (the date alone at midnight), series, value. */
async function rows(
  mapping: unknown,
  body: unknown,
  zone?: Parameters<typeof mapInSandbox>[1]["zone"],
): Promise<[string, string, number][]> {
  const points = await mapInSandbox(sandbox, zone === undefined ? { mapping, body } : { mapping, body, zone });
  return points.map(({ timestamp, series, value }) => [
    timestamp.toISOString().replace("T00:00:00.000Z", "").replace(".000Z", "Z"),
    series,
    value,
  ]);
}

describe("earthquakes", () => {
  const body: unknown = JSON.parse(fixture("earthquakes.json"));
  const time = { path: "properties.time", format: "epoch-ms" };

  it("are counted per day", async () => {
    const mapping = { records: "features", time, value: "count", groupBy: { bucket: "day", aggregation: "count" } };
    expect(await rows(mapping, body)).toEqual([
      ["2018-01-31", "", 2],
      ["2018-02-01", "", 4],
      ["2018-02-02", "", 4],
      ["2018-02-03", "", 5],
      ["2018-02-04", "", 5],
      ["2018-02-05", "", 5],
      ["2018-02-06", "", 4],
      ["2018-02-07", "", 1],
    ]);
  });

  it("are counted per day of the metric's time zone", async () => {
    const mapping = { records: "features", time, value: "count", groupBy: { bucket: "day", aggregation: "count" } };
    const zone = { timezone: "America/Los_Angeles", offsets: [{ fromMs: null, offsetMinutes: -480 }] };
    const counted = new Map<string, number>();
    for (const feature of (body as { features: { properties: { time: number } }[] }).features) {
      const day = new Date(feature.properties.time - 480 * 60_000).toISOString().slice(0, 10);
      counted.set(day, (counted.get(day) ?? 0) + 1);
    }
    expect(await rows(mapping, body, zone)).toEqual(
      [...counted].sort(([a], [b]) => (a < b ? -1 : 1)).map(([day, count]) => [day, "", count]),
    );
  });

  it("have a strongest one per day, with its place and depth", async () => {
    const points = await mapInSandbox(sandbox, {
      mapping: {
        records: "features",
        time,
        value: { path: "properties.mag" },
        dimensions: { place: "properties.place", depth: "geometry.coordinates.2", felt: "properties.felt" },
        filter: [{ path: "properties.type", equals: "earthquake" }],
        groupBy: { bucket: "day", aggregation: "max" },
      },
      body,
    });
    expect(points.map(({ value }) => value)).toEqual([4.8, 1.01, 2, 1.39, 2.81, 2.6, 1.71, 2]);
    expect(points.at(-1)).toEqual({
      series: "",
      timestamp: new Date("2018-02-07T00:00:00Z"),
      value: 2,
      dimensions: { place: "4km W of Castaic, CA", depth: 26.49 },
    });
  });
});

it("unemployment has a series per industry, timed by year and month", async () => {
  const body: unknown = JSON.parse(fixture("unemployment-across-industries.json"));
  const mapping = {
    records: "",
    time: { year: "year", month: "month" },
    value: { path: "rate" },
    series: { path: "series" },
    dimensions: { count: "count" },
  };
  const found = await rows(mapping, body);
  expect(found).toHaveLength(42);
  expect(new Set(found.map(([, series]) => series)).size).toBe(14);
  expect(found.filter(([, series]) => series === "Government")).toEqual([
    ["2000-01-01", "Government", 2.1],
    ["2000-02-01", "Government", 2],
    ["2000-03-01", "Government", 1.5],
  ]);
});

describe("weather, whose cells are all text", () => {
  const [header = [], ...cells] = fixture("seattle-weather.csv")
    .trim()
    .split("\n")
    .map((line) => line.split(","));
  const expected = {
    series: "",
    timestamp: new Date("2012-01-02T00:00:00Z"),
    value: 10.6,
    dimensions: { rain: 10.9, wind: 4.5, weather: "rain" },
  };

  it("is read from rows with names", async () => {
    const body = cells.map((row) => Object.fromEntries(row.map((cell, index) => [header[index] ?? "", cell])));
    const mapping = {
      records: "",
      time: { path: "date", format: "date" },
      value: { path: "temp_max", unit: "\u00b0C" },
      dimensions: { rain: "precipitation", wind: "wind", weather: "weather" },
    };
    const points = await mapInSandbox(sandbox, { mapping, body });
    expect(points).toHaveLength(14);
    expect(points[1]).toEqual(expected);
  });

  it("is read from rows of cells", async () => {
    const mapping = {
      records: "$",
      time: { path: "0", format: "date" },
      value: { path: "2" },
      dimensions: { rain: "1", wind: "4", weather: "5" },
    };
    expect((await mapInSandbox(sandbox, { mapping, body: cells }))[1]).toEqual(expected);
  });
});

describe("GitHub's documented responses", () => {
  const now = fetchedAt.toISOString().replace(".000Z", "Z");

  it.each([
    [
      "/repos/{owner}/{repo}/stats/code_frequency",
      { records: "", time: { path: "0", format: "epoch-s" }, value: { path: "1" }, dimensions: { deletions: "2" } },
      [["2011-04-17", "", 1124]],
    ],
    [
      "/repos/{owner}/{repo}/stats/commit_activity",
      {
        records: "",
        time: { path: "week", format: "epoch-s" },
        value: { path: "total" },
        dimensions: { sunday: "days.0" },
      },
      [["2012-05-06T05:00:00Z", "", 89]],
    ],
    [
      "/repos/{owner}/{repo}/stargazers",
      {
        records: "",
        time: { path: "starred_at", format: "iso" },
        value: "count",
        groupBy: { bucket: "month", aggregation: "count" },
      },
      [["2011-01-01", "", 1]],
    ],
    [
      "/repos/{owner}/{repo}/languages",
      { records: "", recordsAre: "values-of-object", value: { path: "" }, series: { path: "$key" } },
      [
        [now, "C", 78769],
        [now, "Python", 7769],
      ],
    ],
    [
      "/repos/{owner}/{repo}/actions/workflows/{workflow_id}/timing",
      {
        records: "billable",
        recordsAre: "values-of-object",
        value: { path: "total_ms", scale: 1 / 60_000, unit: "min" },
        series: { path: "$key" },
      },
      [
        [now, "MACOS", 4],
        [now, "UBUNTU", 3],
        [now, "WINDOWS", 5],
      ],
    ],
    [
      "/orgs/{org}/copilot/billing",
      {
        records: "seat_breakdown",
        recordsAre: "object",
        value: { path: "total" },
        dimensions: { active: "active_this_cycle" },
      },
      [[now, "", 12]],
    ],
    [
      "/rate_limit",
      {
        records: "resources",
        recordsAre: "values-of-object",
        value: { path: "used" },
        series: { path: "$key" },
        filter: [{ path: "used", gt: 0 }],
      },
      [
        [now, "core", 1],
        [now, "graphql", 7],
        [now, "integration_manifest", 1],
        [now, "search", 12],
        [now, "source_import", 1],
      ],
    ],
    [
      "/organizations/{org}/settings/billing/usage",
      {
        records: "usageItems",
        time: { path: "date", format: "date" },
        value: { path: "netAmount", unit: "USD" },
        series: { path: "product" },
      },
      [["2023-08-01", "Actions", 0.8]],
    ],
    [
      "/orgs/{org}/insights/api/time-stats",
      {
        records: "",
        time: { path: "timestamp", format: "iso" },
        value: { path: "total_request_count" },
        groupBy: { bucket: "hour", aggregation: "sum" },
      },
      [["2024-09-11T15:00:00Z", "", 224276]],
    ],
  ])("%s", async (path, mapping, expected) => {
    const example = githubExamples.find((candidate) => candidate.path === path);
    expect(await rows(mapping, example?.response)).toEqual(expected);
  });

  it("/repos/{owner}/{repo}/traffic/clones", async () => {
    const example = githubExamples.find(({ path }) => path.endsWith("/traffic/clones"));
    const mapping = {
      records: "clones",
      time: { path: "timestamp", format: "date" },
      value: { path: "count" },
      groupBy: { bucket: "week", aggregation: "sum" },
    };
    expect(await rows(mapping, example?.response)).toEqual([
      ["2016-10-10", "", 63],
      ["2016-10-17", "", 103],
      ["2016-10-24", "", 7],
    ]);
  });
});
