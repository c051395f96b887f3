import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ChartPreferencesInput, chartPreferencesSchema } from "../../charts/chart-preferences.js";
import { interpretChartWords, type KnownChart } from "./interpret-chart-words.js";
import { readChartWords } from "./read-chart-words.js";

const cities = ["Berlin", "Paris", "New York", "Other"];

function known(preferences: ChartPreferencesInput = {}, more: Partial<KnownChart> = {}): KnownChart {
  return {
    seriesNames: [""],
    dimensionNames: [],
    ...more,
    preferences: chartPreferencesSchema.parse(preferences),
  };
}

/** What a request changes; `null` when it was not understood. */
function changes(request: string, preferences: ChartPreferencesInput = {}, more: Partial<KnownChart> = {}) {
  const before = known(preferences, more);
  const read = readChartWords(request, before);
  if (read === null) return null;
  return Object.fromEntries(
    Object.entries(read.preferences).filter(
      ([key, value]) => JSON.stringify(value) !== JSON.stringify(before.preferences[key]),
    ),
  );
}

const ofCities = (request: string, preferences: ChartPreferencesInput = {}) =>
  changes(request, preferences, { seriesNames: cities, linesNames: ["city"] });
const ofCommits = (request: string, preferences: ChartPreferencesInput = {}) =>
  changes(request, preferences, { dimensionNames: ["additions", "deletions", "openIssues"], valueNames: ["commits"] });

describe("readChartWords()", () => {
  it.each([
    ["weekly averages as a bar chart", { chartType: "bar", aggregation: "avg", bucket: "week" }],
    ["Weekly average, as BARS!", { chartType: "bar", aggregation: "avg", bucket: "week" }],
    [
      "please show me the sum per month as a stacked bar chart",
      { chartType: "bar", aggregation: "sum", bucket: "month", stacked: true },
    ],
    ["total by quarter", { aggregation: "sum", bucket: "quarter" }],
    ["yearly maximum", { aggregation: "max", bucket: "year" }],
    ["highest value of each day", { aggregation: "max" }],
    ["hourly peak", { aggregation: "max", bucket: "hour" }],
    ["lowest per week", { aggregation: "min", bucket: "week" }],
    ["the mean, day by day", { aggregation: "avg" }],
    ["number of data points per day", { aggregation: "count" }],
    ["daily count", { aggregation: "count" }],
    ["last value of each month", { aggregation: "last", bucket: "month" }],
    ["last per week", { aggregation: "last", bucket: "week" }],
    ["latest value every month", { aggregation: "last", bucket: "month" }],
    ["sum grouped by week", { aggregation: "sum", bucket: "week" }],
    ["i mean a bar chart", { chartType: "bar" }],
  ])("%s", (request, expected) => {
    expect(changes(request)).toEqual(expected);
  });

  it.each([
    ["as a line chart", "line"],
    ["bars", "bar"],
    ["bar graph please", "bar"],
    ["column chart", "bar"],
    ["area", "area"],
    ["make it a pie", "pie"],
    ["donut chart", "pie"],
    ["doughnut", "pie"],
    ["a radar chart", "radar"],
    ["spider chart", "radar"],
    ["radial chart", "radial"],
    ["as a KPI", "kpi"],
    ["as a number", "kpi"],
    ["one big number", null],
    ["single number", "kpi"],
    ["change it to a pie chart", "pie"],
    ["change the chart from area to bars", "bar"],
    ["bars instead of an area chart", "bar"],
    ["bars instead of lines", null],
  ])("reads the kind of chart in %j", (request, chartType) => {
    const current = chartType === "line" ? "bar" : "area";
    expect(changes(request, { chartType: chartType === "area" ? "line" : current })).toEqual(
      chartType === null ? null : { chartType },
    );
  });

  it.each([
    ["last 7 days", "7d"],
    ["the past fourteen days", null],
    ["over the last 14 days", "14d"],
    ["last 30 days", "30d"],
    ["past three months", "3mo"],
    ["last 4 weeks", "28d"],
    ["last 2 years", "24mo"],
    ["last 24 hours", "24h"],
    ["last 90d", "90d"],
    ["last week", "last-week"],
    ["last month\u2019s data", "last-month"],
    ["previous month", "last-month"],
    ["last quarter", "last-quarter"],
    ["last year", "last-year"],
    ["past year", "12mo"],
    ["this month", "this-month"],
    ["the current quarter", "this-quarter"],
    ["year to date", "this-year"],
    ["year-to-date", "this-year"],
    ["YTD", "this-year"],
    ["month to date", "this-month"],
    ["today", "today"],
    ["yesterday", "yesterday"],
    ["since 2026-01", { from: "2026-01-01", to: null }],
    ["since 2026-01-15", { from: "2026-01-15", to: null }],
    ["since January 2026", { from: "2026-01-01", to: null }],
    ["since 3 Feb 2026", { from: "2026-02-03", to: null }],
    ["from February 3rd, 2026", { from: "2026-02-03", to: null }],
    ["until 2026-02", { from: null, to: "2026-02-28" }],
    ["before 2026-02", { from: null, to: "2026-01-31" }],
    ["in 2025", { from: "2025-01-01", to: "2025-12-31" }],
    ["for Q1 2026", { from: "2026-01-01", to: "2026-03-31" }],
    ["during February 2024", { from: "2024-02-01", to: "2024-02-29" }],
    ["from 2026-01 to 2026-03", { from: "2026-01-01", to: "2026-03-31" }],
    ["2026\u201101\u201105 \u2013 2026\u201101\u201109", { from: "2026-01-05", to: "2026-01-09" }],
    ["between 2026-01-05 and 2026-01-09", { from: "2026-01-05", to: "2026-01-09" }],
    ["from 2026-03 to 2026-01", null],
    ["since 2026-02-30", null],
    ["since January", null],
    ["since 01/02/2026", null],
    ["last 0 days", null],
    ["next week", null],
    ["week over week", null],
    ["last week and last month", null],
  ])("reads the range in %j", (request, dateRange) => {
    expect(changes(request)).toEqual(dateRange === null ? null : { dateRange });
  });

  it("goes back to all data", () => {
    for (const request of ["all time", "all data", "the whole history", "since the beginning", "show everything"])
      expect([request, changes(request, { dateRange: "7d" })]).toEqual([request, { dateRange: "all" }]);
  });

  it.each([
    ["show gaps as zero", "zero"],
    ["fill missing days with 0", "zero"],
    ["zeros for gaps", "zero"],
    ["gaps: zero", "zero"],
    ["connect gaps", "previous"],
    ["connect the gaps", "previous"],
    ["fill gaps with the previous value", "previous"],
    ["gaps with the last value", "previous"],
  ])("reads gaps in %j", (request, gaps) => {
    expect(changes(request)).toEqual({ gaps });
  });

  it("leaves gaps open", () => {
    for (const request of [
      "leave gaps open",
      "show gaps",
      "don\u2019t fill gaps",
      "do not connect the gaps",
      "gaps as gaps",
    ])
      expect([request, changes(request, { gaps: "zero" })]).toEqual([request, { gaps: "null" }]);
  });

  it("reads negations of stacking", () => {
    const stacked = { chartType: "bar", stacked: true } as const;
    for (const request of [
      "not stacked",
      "unstacked",
      "remove stacking",
      "without stacking",
      "don't stack",
      "side by side",
      "grouped bars",
    ])
      expect([request, changes(request, stacked)]).toEqual([request, { stacked: false }]);
    expect(changes("stacked", { chartType: "area" })).toEqual({ stacked: true });
    expect(changes("stacked", { chartType: "line" })).toBeNull();
    expect(changes("stacked lines", { chartType: "area" })).toBeNull();
    expect(changes("stacked and not stacked", stacked)).toBeNull();
  });

  it.each([
    ["in Europe/Berlin", "Europe/Berlin"],
    ["time zone america/new_york", "America/New_York"],
    ["in UTC", "UTC"],
    ["in utc time", "UTC"],
    ["in Mars/Olympus", null],
    ["in Berlin time", null],
  ])("reads the time zone in %j", (request, timezone) => {
    expect(changes(request)).toEqual(timezone === null ? null : { timezone });
  });

  it.each([
    ["only Berlin and Paris", { series: ["Berlin", "Paris"] }],
    ["just \u201cberlin\u201d", { series: ["Berlin"] }],
    ["compare Berlin with new york", { series: ["Berlin", "New York"] }],
    ["Compare: Berlin, Paris and New-York as bars", { series: ["Berlin", "Paris", "New York"], chartType: "bar" }],
    ["paris vs. berlin, weekly sum", { series: ["Paris", "Berlin"], aggregation: "sum", bucket: "week" }],
    ["weekly sum for Paris", { series: ["Paris"], aggregation: "sum", bucket: "week" }],
    ["without Other", { excludedSeries: ["Other"] }],
    ["exclude other and Paris", { excludedSeries: ["Other", "Paris"] }],
    ["hide the series 'Other'", { excludedSeries: ["Other"] }],
    ["everything except Berlin", { excludedSeries: ["Berlin"] }],
    ["top 2", { top: 2 }],
    ["only the top three series", { top: 3 }],
    ["the 2 largest cities", { top: 2 }],
    ["by city as a stacked area chart", { chartType: "area", stacked: true, series: null }],
    ["compare the weekly sum of Berlin and Paris", { series: ["Berlin", "Paris"], aggregation: "sum", bucket: "week" }],
    ["compare Berlin", null],
    ["compare", null],
    ["compare this month with last month", null],
    ["only Berlin and Tokyo", null],
    ["without Tokyo", null],
    ["without totals", null],
    ["without Berlin, Paris, New York and Other", null],
    ["not Berlin", { excludedSeries: ["Berlin"] }],
    ["only york", { series: ["New York"] }],
    ["by country", null],
    ["top series", null],
    ["top 0", null],
    ["top 5 days", null],
  ])("reads series in %j", (request, expected) => {
    expect(ofCities(request)).toEqual(expected);
  });

  it("changes a choice of series that was made before", () => {
    expect(ofCities("add Paris", { series: ["Berlin"] })).toEqual({ series: ["Berlin", "Paris"] });
    expect(ofCities("remove Paris", { series: ["Berlin", "Paris"] })).toEqual({ series: ["Berlin"] });
    expect(ofCities("all series", { series: ["Berlin"], excludedSeries: ["Other"], top: 2 })).toEqual({
      series: null,
      excludedSeries: null,
      top: null,
    });
    expect(ofCities("add Paris")).toBeNull();
    expect(ofCities("remove Paris", { series: ["Berlin"] })).toBeNull();
  });

  it.each([
    ["compare additions and deletions", { dimensions: ["additions", "deletions"], showsValue: false }],
    [
      "additions versus deletions per week, summed",
      { dimensions: ["additions", "deletions"], showsValue: false, aggregation: "sum", bucket: "week" },
    ],
    ["compare commits and additions", { dimensions: ["additions"] }],
    ["add open issues", { dimensions: ["openIssues"] }],
    ["include openIssues", { dimensions: ["openIssues"] }],
    ["by additions", { dimensions: ["additions"] }],
    ["commits per week, summed, as bars", { chartType: "bar", aggregation: "sum", bucket: "week" }],
    ["deletions minus additions", null],
    ["difference between additions and deletions", null],
    ["ratio of additions to deletions", null],
    ["commits count per week", null],
    ["count of commits per week", null],
    ["additions %", null],
    ["additions > 5", null],
  ])("reads dimensions in %j", (request, expected) => {
    expect(ofCommits(request)).toEqual(expected);
  });

  it("refuses names that fit several series, and words that are a name and something else", () => {
    const of = (request: string, ...seriesNames: string[]) => changes(request, {}, { seriesNames });
    expect(of("only York", "New York", "York Town")).toBeNull();
    expect(of("only York", "New York", "York")).toEqual({ series: ["York"] });
    expect(of("only berlin", "Berlin", "BERLIN")).toBeNull();
    expect(of("bar", "bar", "foo")).toBeNull();
    expect(of("only bar", "bar", "foo")).toEqual({ series: ["bar"] });
    expect(of("without totals", "Total", "foo")).toEqual({ excludedSeries: ["Total"] });
    expect(of("only The Hague", "The Hague", "Rome")).toEqual({ series: ["The Hague"] });
    expect(of("C++ and C#", "C", "C++", "C#")).toEqual({ series: ["C++", "C#"] });
    expect(changes("only region", {}, { seriesNames: ["region", "x"], dimensionNames: ["region"] })).toBeNull();
  });

  it.each([
    "daily weekly average",
    "line and bar",
    "sum and average per day",
    "top 5 top 6",
    "weekly bar chart",
    "average as a bar chart",
    "every point per week",
    "median per week",
    "cumulative sum per week",
    "7-day moving average",
    "weekly growth",
    "weekly change",
    "sum per 2 weeks",
    "by day of week",
    "horizontal bars",
    "logarithmic",
    "in red",
    "as percentages",
    "sum per week excluding weekends",
    "not a bar chart",
    "no bars",
    "average per day of business",
    "delete everything",
    "",
    "please",
    "show the chart",
    "\ud83d\ude80",
    "\u0441\u0442\u043e\u043b\u0431\u0446\u044b",
  ])("asks somebody else about %j", (request) => {
    expect(changes(request)).toBeNull();
  });

  it("takes what is drawn now for what a request leaves open", () => {
    expect(changes("weekly bar chart", { aggregation: "sum" })).toEqual({ chartType: "bar", bucket: "week" });
    expect(changes("average instead", { aggregation: "sum", bucket: "week" })).toEqual({ aggregation: "avg" });
    expect(changes("show every point", { aggregation: "sum", bucket: "week" })).toEqual({ aggregation: "none" });
  });

  it("shows one number of the whole range where nothing else is asked for", () => {
    expect(changes("total as a number")).toEqual({ chartType: "kpi", aggregation: "sum", bucket: "range" });
    expect(changes("average of the last 30 days as a kpi")).toEqual({
      chartType: "kpi",
      aggregation: "avg",
      bucket: "range",
      dateRange: "30d",
    });
    expect(changes("latest value as a number", { aggregation: "sum" })).toEqual({
      chartType: "kpi",
      aggregation: "none",
    });
  });

  it("keeps what belongs to the host, and says how it read the request", () => {
    const read = readChartWords("weekly average of the last quarter", known({ ownKey: "kept" }));
    expect(read?.preferences["ownKey"]).toBe("kept");
    expect(read?.reasons).toEqual(["It shows the average per week.", "Its range: Last calendar quarter."]);
  });

  it("says which words were not understood", () => {
    expect(interpretChartWords("weekly median without weekends", known())).toEqual({
      outcome: "refused",
      reason: '"median", "without", "weekends" were not understood.',
    });
    expect(interpretChartWords("weekly", known())).toMatchObject({
      reason: expect.stringContaining("which number stands for a week") as string,
    });
  });

  it("gives preferences that are valid, or null, for any text; a foreign word in a request is never passed over", () => {
    const vocabulary =
      "weekly average sum bar chart stacked last 7 days only Berlin and Paris without Other by city top 3 gaps as zero in UTC not pie".split(
        " ",
      );
    const before = known({}, { seriesNames: cities, dimensionNames: ["wind"], linesNames: ["city"] });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "grapheme", maxLength: 80 }),
          fc.array(fc.constantFrom(...vocabulary), { maxLength: 8 }).map((words) => words.join(" ")),
        ),
        fc.nat(),
        (request, place) => {
          const read = readChartWords(request, before);
          if (read !== null) {
            expect(chartPreferencesSchema.parse(read.preferences)).toEqual(read.preferences);
            expect(read.reasons.length).toBeGreaterThan(0);
          }
          const words = request.split(" ");
          words.splice(place % (words.length + 1), 0, "xylophone");
          expect(readChartWords(words.join(" "), before)).toBeNull();
        },
      ),
      { numRuns: 500 },
    );
  });

  it("is done at once with 2,000 characters of anything", () => {
    const before = known(
      {},
      { seriesNames: Array.from({ length: 200 }, (_, index) => `series ${index}`), dimensionNames: ["wind"] },
    );
    for (const word of ["only ", "series ", "2026 ", "and, ", "last ", "a/", "'"]) {
      const startedAt = performance.now();
      readChartWords(word.repeat(2_000 / word.length), before);
      expect([word, performance.now() - startedAt < 1_000]).toEqual([word, true]);
    }
  });
});
